/**
 * Finds the message boundaries in a buffer without allocating anything. It only says that something
 * is wrong and where; `headerError` of header.ts says what, and a test holds the two together.
 */
import { HEADER_LENGTH, SHORTEST } from './header.ts'

/** What a scan found. Make one and use it again: the counts go on, the rest is of the last scan. */
export interface FrameScan {
  /** Behind the last whole message; the offset of the bad one after an error. */
  end: number
  /** Octets of the unfinished message at `end`, header included; 0 while its header is not whole. */
  unfinished: number
  /** Whole messages by type: index 2 for UPDATE. */
  readonly counts: Float64Array
}

export const createFrameScan = (): FrameScan => ({
  end: 0,
  unfinished: 0,
  counts: new Float64Array(SHORTEST.length),
})

/** Subcodes of the Message Header Error (RFC 4271 section 6.1); 0 when all is well. */
export const SCAN = { ok: 0, marker: 1, length: 2, type: 3 } as const
export type ScanCode = (typeof SCAN)[keyof typeof SCAN]

const KEEPALIVE = 4
const LAST_TYPE = SHORTEST.length - 1
const shortest = Uint8Array.from(SHORTEST)

/** Scans the octets from `from` up to `to`; a message must begin at `from`. `octets` is a view of the whole buffer. */
export const scanFrames = (
  octets: DataView,
  from: number,
  to: number,
  maxLength: number,
  out: FrameScan,
): ScanCode => {
  const { counts } = out
  let at = from
  let updates = 0
  let unfinished = 0
  let code: ScanCode = SCAN.ok
  while (to - at >= HEADER_LENGTH) {
    const marker =
      octets.getInt32(at) &
      octets.getInt32(at + 4) &
      octets.getInt32(at + 8) &
      octets.getInt32(at + 12)
    if (marker !== -1) {
      code = SCAN.marker
      break
    }
    const length = octets.getUint16(at + 16)
    const type = octets.getUint8(at + 18)
    if (length < HEADER_LENGTH || length > maxLength) {
      code = SCAN.length
      break
    }
    if (type < 1 || type > LAST_TYPE) {
      code = SCAN.type
      break
    }
    if (length < (shortest[type] as number) || (type === KEEPALIVE && length !== HEADER_LENGTH)) {
      code = SCAN.length
      break
    }
    if (length > to - at) {
      unfinished = length
      break
    }
    if (type === 2) updates++
    else counts[type] = (counts[type] as number) + 1
    at += length
  }
  counts[2] = (counts[2] as number) + updates
  out.end = at
  out.unfinished = unfinished
  return code
}

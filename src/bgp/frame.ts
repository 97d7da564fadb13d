/** Cuts a stream of octets into BGP messages (RFC 4271 section 4.1). */
import { HEADER_LENGTH, headerError, LARGEST_EXTENDED, MARKER_LENGTH } from './header.ts'

export { HEADER_LENGTH }

export interface Framer {
  /**
   * Calls `each` with every message that is complete now. It is a view that holds only during the
   * call. Returns the octets skipped.
   */
  push(chunk: Uint8Array, each: (message: Uint8Array) => void): number
  /** Forgets an unfinished message: what comes next need not begin with a marker. */
  resynchronise(): void
}

export interface FramerOptions {
  /** Look for the next marker where there should be one, instead of a WireError. */
  readonly tolerant?: boolean
  readonly maxLength?: number
}

export const createFramer = ({
  tolerant = false,
  maxLength = LARGEST_EXTENDED,
}: FramerOptions = {}): Framer => {
  // The beginning of a message whose end is in a later chunk; made when the first one is cut.
  let rest = NOTHING
  let held = 0

  const hold = (bytes: Uint8Array): void => {
    if (held + bytes.length > rest.length) rest = enlarged(rest, held, held + bytes.length)
    rest.set(bytes, held)
    held += bytes.length
  }

  /** Whole messages from `at` on; what is left is held. Returns the octets skipped. */
  const cut = (bytes: Uint8Array, from: number, each: (message: Uint8Array) => void): number => {
    let at = from
    let skipped = 0
    while (bytes.length - at >= HEADER_LENGTH) {
      const problem = headerError(bytes, at, maxLength)
      if (problem) {
        if (!tolerant) throw problem
        const marker = nextMarker(bytes, at + 1)
        skipped += marker - at
        at = marker
        continue
      }
      const length = lengthOf(bytes, at)
      if (bytes.length - at < length) break
      each(bytes.subarray(at, at + length))
      at += length
    }
    held = 0
    if (at < bytes.length) hold(at === 0 ? bytes : bytes.subarray(at))
    return skipped
  }

  /** Adds to the held message what belongs to it. Returns how much of the chunk that was. */
  const complete = (chunk: Uint8Array): number => {
    const header = Math.min(chunk.length, Math.max(0, HEADER_LENGTH - held))
    hold(chunk.subarray(0, header))
    if (held < HEADER_LENGTH || headerError(rest, 0, maxLength)) return header
    const body = Math.min(chunk.length - header, Math.max(0, lengthOf(rest, 0) - held))
    hold(chunk.subarray(header, header + body))
    return header + body
  }

  return {
    push(chunk, each) {
      if (held === 0) return cut(chunk, 0, each)
      const taken = complete(chunk)
      if (held < HEADER_LENGTH) return 0
      const problem = headerError(rest, 0, maxLength)
      if (problem && !tolerant) throw problem
      if (problem) {
        const all = enlarged(rest, held, held + chunk.length - taken)
        all.set(chunk.subarray(taken), held)
        return cut(all.subarray(0, held + chunk.length - taken), 0, each)
      }
      if (held < lengthOf(rest, 0)) return 0
      const length = held
      held = 0
      each(rest.subarray(0, length))
      return cut(chunk, taken, each)
    },
    resynchronise() {
      held = 0
    },
  }
}

const NOTHING = new Uint8Array(0)

const lengthOf = (bytes: Uint8Array, at: number): number =>
  ((bytes[at + MARKER_LENGTH] as number) << 8) | (bytes[at + MARKER_LENGTH + 1] as number)

/** Where a marker begins or, at the end of the buffer, may begin. */
const nextMarker = (bytes: Uint8Array, from: number): number => {
  let run = 0
  for (let at = from; at < bytes.length; at++) {
    run = bytes[at] === 0xff ? run + 1 : 0
    if (run === MARKER_LENGTH) return at + 1 - MARKER_LENGTH
  }
  return bytes.length - run
}

/** A copy of the first `kept` octets with room for at least `size`. */
const enlarged = (bytes: Uint8Array, kept: number, size: number): Uint8Array<ArrayBuffer> => {
  const larger = new Uint8Array(Math.max(size, 2 * bytes.length, 4096))
  larger.set(bytes.subarray(0, kept))
  return larger
}

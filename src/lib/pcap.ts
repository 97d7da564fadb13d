/** Reads a capture in the classic pcap format as it arrives, chunk by chunk. */
import { BackendError } from './errors.ts'

export interface CapturedPacket {
  /** Milliseconds since the epoch, exact to the microsecond. */
  readonly atMs: number
  /** LINKTYPE_ number of the capture: how `bytes` begins. */
  readonly linkType: number
  /** A view on the reader's buffer: copy it to keep it. */
  readonly bytes: Uint8Array
}

export interface PcapReader {
  /** The packets that this chunk completed. An unfinished one waits for the next chunk. */
  push(chunk: Uint8Array): CapturedPacket[]
  /** Octets of an unfinished header or packet: not zero at the end means a truncated tail. */
  readonly pending: number
}

const FILE_HEADER = 24
const RECORD_HEADER = 16
/** tcpdump's own largest snapshot length: a longer record means that the place in the file is lost. */
const LARGEST_RECORD = 262_144
const MICROSECONDS = 0xa1b2c3d4
const NANOSECONDS = 0xa1b23c4d

export const createPcapReader = (): PcapReader => {
  let rest: Uint8Array = new Uint8Array(0)
  let format: Format | undefined
  return {
    push(chunk) {
      const bytes = rest.length === 0 ? chunk : concat(rest, chunk)
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      let at = 0
      if (!format) {
        format = readFormat(view)
        if (format) at = FILE_HEADER
      }
      const packets: CapturedPacket[] = []
      while (format) {
        const packet = readRecord(bytes, view, at, format)
        if (!packet) break
        packets.push(packet)
        at += RECORD_HEADER + packet.bytes.length
      }
      rest = bytes.subarray(at)
      return packets
    },
    get pending() {
      return rest.length
    },
  }
}

interface Format {
  readonly little: boolean
  readonly unitsPerMs: number
  readonly linkType: number
}

const readFormat = (view: DataView): Format | undefined => {
  if (view.byteLength < FILE_HEADER) return undefined
  for (const little of [true, false]) {
    const magic = view.getUint32(0, little)
    if (magic !== MICROSECONDS && magic !== NANOSECONDS) continue
    // The upper bits of the field tell about frame check sequences, not about the link type.
    const linkType = view.getUint32(20, little) & 0xffff
    return { little, unitsPerMs: magic === NANOSECONDS ? 1_000_000 : 1_000, linkType }
  }
  throw new BackendError('the capture does not begin like a pcap file', {
    hint: 'run tcpdump by hand with the same filter and read what it says',
  })
}

const readRecord = (
  bytes: Uint8Array,
  view: DataView,
  at: number,
  format: Format,
): CapturedPacket | undefined => {
  if (bytes.length - at < RECORD_HEADER) return undefined
  const length = view.getUint32(at + 8, format.little)
  if (length > LARGEST_RECORD)
    throw new BackendError(`a record of ${length} octets in the capture: its frames are lost`)
  const start = at + RECORD_HEADER
  if (bytes.length - start < length) return undefined
  const seconds = view.getUint32(at, format.little)
  const fraction = view.getUint32(at + 4, format.little)
  return {
    atMs: seconds * 1000 + fraction / format.unitsPerMs,
    linkType: format.linkType,
    bytes: bytes.subarray(start, start + length),
  }
}

const concat = (a: Uint8Array, b: Uint8Array): Uint8Array => {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

/** The last two numbers of the AS path of an UPDATE, where synthetic updates have their number. */

const AS_PATH = 2
const EXTENDED = 0x10

export interface PathEnd {
  low: number
  high: number
}

/**
 * Puts them, AS numbers of four octets, into `into`. False: there is no path, it is shorter, or it
 * ends in a set. `message` is the offset of an UPDATE whose lengths fit.
 */
export const asPathEnd = (bytes: Uint8Array, message: number, into: PathEnd): boolean => {
  let at = message + 21 + u16(bytes, message + 19)
  const end = at + 2 + u16(bytes, at)
  at += 2
  while (at + 3 <= end) {
    const isLong = ((bytes[at] as number) & EXTENDED) !== 0
    const length = isLong ? u16(bytes, at + 2) : (bytes[at + 2] as number)
    const value = at + (isLong ? 4 : 3)
    if (value + length > end) return false
    if (bytes[at + 1] === AS_PATH) return pathEnd(bytes, value, value + length, into)
    at = value + length
  }
  return false
}

/** Only a last segment that is a sequence counts (RFC 4271 section 4.3 b). */
const pathEnd = (bytes: Uint8Array, from: number, end: number, into: PathEnd): boolean => {
  let isSequence = false
  for (let at = from; at + 2 <= end; ) {
    const asns = bytes[at + 1] as number
    const next = at + 2 + asns * 4
    if (next > end) return false
    isSequence = bytes[at] === 2 && asns >= 2
    if (isSequence) {
      into.low = u32(bytes, next - 8)
      into.high = u32(bytes, next - 4)
    }
    at = next
  }
  return isSequence
}

const u16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number)

const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 0x10000 + u16(bytes, at + 2)

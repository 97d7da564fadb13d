import { WireError } from '../lib/errors.ts'

/** A cursor over received octets. Reading past the end is a WireError, never undefined. */
export interface Reader {
  /** Octets left. */
  readonly left: number
  /** Offset in the message. */
  readonly offset: number
  u8(): number
  u16(): number
  u32(): number
  /** A view, not a copy. */
  bytes(length: number): Uint8Array
  /** A reader over the next `length` octets, for which another section may be responsible. */
  sub(length: number, section?: string): Reader
  fail(message: string, section?: string): never
}

export const createReader = (data: Uint8Array, section: string, base = 0): Reader => {
  let at = 0
  const fail = (message: string, where = section): never => {
    throw new WireError(`${message} at octet ${base + at}`, { offset: base + at, section: where })
  }
  const advance = (length: number): number => {
    if (at + length > data.length)
      fail(`${length} octets are announced, ${data.length - at} are left`)
    at += length
    return at - length
  }
  const octet = (index: number): number => data[index] as number
  const bytes = (length: number): Uint8Array => {
    const from = advance(length)
    return data.subarray(from, from + length)
  }
  return {
    get left() {
      return data.length - at
    },
    get offset() {
      return base + at
    },
    u8: () => octet(advance(1)),
    u16: () => {
      const from = advance(2)
      return (octet(from) << 8) | octet(from + 1)
    },
    u32: () => {
      const from = advance(4)
      return (
        octet(from) * 0x1000000 +
        ((octet(from + 1) << 16) | (octet(from + 2) << 8) | octet(from + 3))
      )
    },
    bytes,
    sub: (length, where = section) => {
      const from = base + at
      return createReader(bytes(length), where, from)
    },
    fail,
  }
}

/** Writes fields in network byte order. Every method returns the writer, so that code reads like the RFC's diagram. */
export interface Writer {
  readonly length: number
  u8(value: number): Writer
  u16(value: number): Writer
  u32(value: number): Writer
  bytes(value: Uint8Array): Writer
  /** What `fill` writes, after its length in one or two octets. */
  sized8(fill: (writer: Writer) => unknown): Writer
  sized16(fill: (writer: Writer) => unknown): Writer
  /** A copy of what was written. */
  take(): Uint8Array
}

export const createWriter = (): Writer => {
  let data = new Uint8Array(256)
  let length = 0
  const reserve = (octets: number): number => {
    while (length + octets > data.length) data = enlarge(data)
    length += octets
    return length - octets
  }
  const put = (value: number, octets: number, at = reserve(octets)): Writer => {
    for (let i = 0; i < octets; i++) data[at + i] = value / 2 ** (8 * (octets - 1 - i))
    return writer
  }
  const sized = (octets: number, fill: (writer: Writer) => unknown): Writer => {
    const at = reserve(octets)
    fill(writer)
    const size = length - at - octets
    if (size >= 2 ** (8 * octets))
      throw new RangeError(`${size} octets do not fit a length field of ${octets}`)
    return put(size, octets, at)
  }
  const writer: Writer = {
    get length() {
      return length
    },
    u8: (value) => put(value, 1),
    u16: (value) => put(value, 2),
    u32: (value) => put(value, 4),
    bytes: (value) => {
      const at = reserve(value.length)
      data.set(value, at)
      return writer
    },
    sized8: (fill) => sized(1, fill),
    sized16: (fill) => sized(2, fill),
    take: () => data.slice(0, length),
  }
  return writer
}

const enlarge = (data: Uint8Array): Uint8Array<ArrayBuffer> => {
  const larger = new Uint8Array(data.length * 2)
  larger.set(data)
  return larger
}

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
  /** Writes over the octet at `at`. */
  set8(at: number, value: number): Writer
  /** Makes room for an octet at `at`: what is behind it moves. */
  insert8(at: number, value: number): Writer
  /** A copy of what was written. */
  take(): Uint8Array
  /** Forgets what was written and keeps the memory. */
  clear(): Writer
}

export const createWriter = (): Writer => new Octets()

/** A class, and not closures: there is one for every message that is sent. */
class Octets implements Writer {
  #data = new Uint8Array(256)
  #length = 0

  get length(): number {
    return this.#length
  }

  u8(value: number): Writer {
    const at = this.#reserve(1)
    this.#data[at] = value
    return this
  }

  u16(value: number): Writer {
    const at = this.#reserve(2)
    this.#data[at] = value >>> 8
    this.#data[at + 1] = value
    return this
  }

  u32(value: number): Writer {
    const at = this.#reserve(4)
    this.#data[at] = value >>> 24
    this.#data[at + 1] = value >>> 16
    this.#data[at + 2] = value >>> 8
    this.#data[at + 3] = value
    return this
  }

  bytes(value: Uint8Array): Writer {
    const at = this.#reserve(value.length)
    this.#data.set(value, at)
    return this
  }

  sized8(fill: (writer: Writer) => unknown): Writer {
    const at = this.#reserve(1)
    fill(this)
    this.#data[at] = fitting(this.#length - at - 1, 1)
    return this
  }

  sized16(fill: (writer: Writer) => unknown): Writer {
    const at = this.#reserve(2)
    fill(this)
    const size = fitting(this.#length - at - 2, 2)
    this.#data[at] = size >>> 8
    this.#data[at + 1] = size
    return this
  }

  set8(at: number, value: number): Writer {
    this.#data[at] = value
    return this
  }

  insert8(at: number, value: number): Writer {
    const end = this.#reserve(1)
    this.#data.copyWithin(at + 1, at, end)
    return this.set8(at, value)
  }

  take(): Uint8Array {
    return this.#data.slice(0, this.#length)
  }

  clear(): Writer {
    this.#length = 0
    return this
  }

  #reserve(octets: number): number {
    const at = this.#length
    this.#length = at + octets
    if (this.#length > this.#data.length) {
      const larger = new Uint8Array(Math.max(this.#length, 2 * this.#data.length))
      larger.set(this.#data.subarray(0, at))
      this.#data = larger
    }
    return at
  }
}

const fitting = (size: number, octets: number): number => {
  if (size >= 256 ** octets)
    throw new RangeError(`${size} octets do not fit a length field of ${octets}`)
  return size
}

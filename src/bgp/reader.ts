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

export const createReader = (data: Uint8Array, section: string, base = 0): Reader =>
  new Cursor(data, section, base)

/** A class, and not closures: there is one for every attribute of every UPDATE. */
class Cursor implements Reader {
  readonly #data: Uint8Array
  readonly #section: string
  readonly #base: number
  #at = 0

  constructor(data: Uint8Array, section: string, base: number) {
    this.#data = data
    this.#section = section
    this.#base = base
  }

  get left(): number {
    return this.#data.length - this.#at
  }

  get offset(): number {
    return this.#base + this.#at
  }

  u8(): number {
    return this.#data[this.#advance(1)] as number
  }

  u16(): number {
    const at = this.#advance(2)
    return ((this.#data[at] as number) << 8) | (this.#data[at + 1] as number)
  }

  u32(): number {
    return this.u16() * 0x10000 + this.u16()
  }

  bytes(length: number): Uint8Array {
    const at = this.#advance(length)
    return this.#data.subarray(at, at + length)
  }

  sub(length: number, section = this.#section): Reader {
    const { offset } = this
    return new Cursor(this.bytes(length), section, offset)
  }

  fail(message: string, section = this.#section): never {
    const { offset } = this
    throw new WireError(`${message} at octet ${offset}`, { offset, section })
  }

  #advance(length: number): number {
    const at = this.#at
    if (at + length > this.#data.length)
      this.fail(`${length} octets are announced, ${this.left} are left`)
    this.#at = at + length
    return at
  }
}

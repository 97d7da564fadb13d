import { type WireErrorKind, wireError } from './wire-errors.ts'

/** A cursor over received octets. Reading past the end is a WireError, never undefined. */
export interface Reader {
  /** Octets left. */
  readonly left: number
  /** Offset in the message. */
  readonly offset: number
  u8(): number
  /** The next octet, which stays; -1 at the end. */
  peek(): number
  u16(): number
  u32(): number
  /** A view, not a copy. */
  bytes(length: number): Uint8Array
  /** A view of what was read since `offset` (in the message). */
  since(offset: number): Uint8Array
  /** A reader over the next `length` octets, for which another kind of error may be right. */
  sub(length: number, kind?: WireErrorKind): Reader
  /**
   * Throws a WireError for the octet that would be read next. `kind` is that of the reader by
   * default; a section alone refines it. `data` is for the NOTIFICATION.
   */
  fail(message: string, kind?: WireErrorKind | string, data?: Uint8Array): never
}

/** `kind` is the error when octets are missing; for what is no message of a session, its RFC section. */
export const createReader = (data: Uint8Array, kind: WireErrorKind | string, base = 0): Reader =>
  new Cursor(data, refined({ section: '', code: 0, subcode: 0 }, kind), 0, data.length, base)

/** A class, and not closures: there is one for every attribute of every UPDATE. */
class Cursor implements Reader {
  readonly #data: Uint8Array
  readonly #kind: WireErrorKind
  readonly #end: number
  /** What to add to a place in `data` for the offset in the message. */
  readonly #base: number
  #at: number

  constructor(data: Uint8Array, kind: WireErrorKind, at: number, end: number, base: number) {
    this.#data = data
    this.#kind = kind
    this.#at = at
    this.#end = end
    this.#base = base
  }

  get left(): number {
    return this.#end - this.#at
  }

  get offset(): number {
    return this.#base + this.#at
  }

  u8(): number {
    return this.#data[this.#advance(1)] as number
  }

  peek(): number {
    return this.left > 0 ? (this.#data[this.#at] as number) : -1
  }

  u16(): number {
    const at = this.#advance(2)
    return ((this.#data[at] as number) << 8) | (this.#data[at + 1] as number)
  }

  u32(): number {
    const at = this.#advance(4)
    const data = this.#data
    const low = ((data[at + 1] as number) << 16) | ((data[at + 2] as number) << 8)
    return (data[at] as number) * 0x1000000 + (low | (data[at + 3] as number))
  }

  bytes(length: number): Uint8Array {
    const at = this.#advance(length)
    return this.#data.subarray(at, at + length)
  }

  since(offset: number): Uint8Array {
    return this.#data.subarray(offset - this.#base, this.#at)
  }

  sub(length: number, kind = this.#kind): Reader {
    const at = this.#advance(length)
    return new Cursor(this.#data, kind, at, at + length, this.#base)
  }

  fail(message: string, kind: WireErrorKind | string = this.#kind, data?: Uint8Array): never {
    const { offset } = this
    throw wireError(refined(this.#kind, kind), message, { offset, ...(data && { data }) })
  }

  #advance(length: number): number {
    const at = this.#at
    if (at + length > this.#end) this.fail(`${length} octets are announced, ${this.left} are left`)
    this.#at = at + length
    return at
  }
}

const refined = (usual: WireErrorKind, kind: WireErrorKind | string): WireErrorKind =>
  typeof kind === 'string' ? { ...usual, section: kind } : kind

/**
 * The prefixes that a file leaves behind when all of its UPDATEs are done, in an open-addressed
 * table: which of them have been seen announced, and which withdrawn. Looking up allocates nothing.
 */
import type { Tally } from './tally.ts'

/** What an entry should be seen as, when it was the last thing that the file says of the prefix. */
const ANNOUNCED = 1
const WITHDRAWN = 2
const WANTED = 3
/** It has been seen so. */
const SEEN = 4

/** A set as it goes from thread to thread. */
export interface PrefixTable {
  /** Four words of the address for each entry; IPv4 uses the first. */
  readonly words: Int32Array
  /** The length, and 33 more for IPv6. */
  readonly lengths: Uint8Array
  /** 0: the entry is empty. */
  readonly states: Uint8Array
}

const SLOTS = 1024

export class PrefixSet {
  readonly #tally: Tally
  #words = new Int32Array(4 * SLOTS)
  #lengths = new Uint8Array(SLOTS)
  #states = new Uint8Array(SLOTS)
  #entries = 0
  readonly #learns: boolean

  /** Without a table it learns: what it is told of becomes what is wanted. */
  constructor(tally: Tally, table?: PrefixTable) {
    this.#tally = tally
    this.#learns = table === undefined
    if (!table) return
    this.#words = table.words as Int32Array<ArrayBuffer>
    this.#lengths = table.lengths as Uint8Array<ArrayBuffer>
    this.#states = table.states as Uint8Array<ArrayBuffer>
  }

  get table(): PrefixTable {
    return { words: this.#words, lengths: this.#lengths, states: this.#states }
  }

  /** How many should be seen announced, and withdrawn. */
  get wanted(): { readonly announced: number; readonly withdrawn: number } {
    const wanted = { announced: 0, withdrawn: 0 }
    for (const state of this.#states) {
      if ((state & WANTED) === ANNOUNCED) wanted.announced++
      if ((state & WANTED) === WITHDRAWN) wanted.withdrawn++
    }
    return wanted
  }

  announced4(address: number, bits: number): void {
    this.#announced(this.#find(masked(address, bits), 0, 0, 0, bits))
  }

  announced6(words: Int32Array, bits: number): void {
    this.#announced(this.#find6(words, bits))
  }

  withdrawn4(address: number, bits: number): void {
    this.#withdrawn(this.#find(masked(address, bits), 0, 0, 0, bits))
  }

  withdrawn6(words: Int32Array, bits: number): void {
    this.#withdrawn(this.#find6(words, bits))
  }

  /** As if nothing had been seen. */
  forget(): void {
    for (let i = 0; i < this.#states.length; i++)
      this.#states[i] = (this.#states[i] as number) & ~SEEN
  }

  #want(slot: number, as: number): void {
    if (this.#states[slot] === 0) this.#entries++
    this.#states[slot] = as
    if (this.#entries * 2 > this.#states.length) this.#grow()
  }

  #announced(slot: number): void {
    if (this.#learns) {
      this.#want(slot, ANNOUNCED)
      return
    }
    const state = this.#states[slot] as number
    if ((state & WANTED) === 0) this.#tally.foreign++
    else if (state === ANNOUNCED) {
      this.#states[slot] = ANNOUNCED | SEEN
      this.#tally.distinct++
    } else if ((state & WANTED) === ANNOUNCED) this.#tally.repeated++
  }

  #withdrawn(slot: number): void {
    if (this.#learns) {
      this.#want(slot, WITHDRAWN)
      return
    }
    if (this.#states[slot] !== WITHDRAWN) return
    this.#states[slot] = WITHDRAWN | SEEN
    this.#tally.distinctWithdrawn++
  }

  #find6(words: Int32Array, bits: number): number {
    const [a, b, c, d] = [words[0], words[1], words[2], words[3]] as [
      number,
      number,
      number,
      number,
    ]
    return this.#find(a, b, c, d, bits + IPV6)
  }

  /** The entry of the prefix, or the empty one where it belongs; there its key is filled in. */
  #find(a: number, b: number, c: number, d: number, key: number): number {
    const words = this.#words
    const mask = this.#states.length - 1
    let hash = Math.imul(a ^ Math.imul(b ^ Math.imul(c ^ Math.imul(d ^ key, M), M), M), M)
    hash ^= hash >>> 15
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const at = slot * 4
      if (this.#states[slot] === 0) {
        words[at] = a
        words[at + 1] = b
        words[at + 2] = c
        words[at + 3] = d
        this.#lengths[slot] = key
        return slot
      }
      if (
        words[at] === a &&
        this.#lengths[slot] === key &&
        words[at + 1] === b &&
        words[at + 2] === c &&
        words[at + 3] === d
      )
        return slot
    }
  }

  #grow(): void {
    const [words, lengths, states] = [this.#words, this.#lengths, this.#states]
    this.#words = new Int32Array(words.length * 2)
    this.#lengths = new Uint8Array(lengths.length * 2)
    this.#states = new Uint8Array(states.length * 2)
    for (let slot = 0; slot < states.length; slot++) {
      if (states[slot] === 0) continue
      const [a, b, c, d] = words.subarray(slot * 4, slot * 4 + 4) as unknown as number[]
      const to = this.#find(
        a as number,
        b as number,
        c as number,
        d as number,
        lengths[slot] as number,
      )
      this.#states[to] = states[slot] as number
    }
  }
}

/** Added to the length of IPv6 prefixes: 0 to 32 and 33 to 161 do not meet. */
const IPV6 = 33
/** An odd constant that spreads bits (from MurmurHash3). */
const M = 0x85ebca6b

const masked = (address: number, bits: number): number =>
  bits === 0 ? 0 : address & (-1 << (32 - bits))

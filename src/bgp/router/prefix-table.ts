/**
 * Prefixes as small numbers. Every RIB is an array over these, several routers may share one table,
 * and nothing in a hot path handles text or bigints. A number is never given back: a prefix costs
 * about 30 octets for as long as the table lives.
 */
import { ipv4Text, ipv6Text } from '../../lib/address-text.ts'
import { addressBytes } from '../nlri.ts'
import { type Family, parsePrefix } from '../prefix.ts'
import type { Writer } from '../writer.ts'

/** Number of a prefix in its table, from 0. */
export type PrefixId = number

/** Marks IPv6 in the octet that holds the length; no length reaches it. */
const IPV6 = 0x100

/** Open addressing over flat arrays; at most half of the slots are taken. */
export class PrefixTable {
  #size = 0
  #words = new Uint32Array(4 * 1024)
  #lengths = new Uint16Array(1024)
  #slots = new Int32Array(4096).fill(-1)

  get size(): number {
    return this.#size
  }

  /** `octets` holds the address from `at`, at least the octets that `length` bits need. */
  intern(octets: Uint8Array, at: number, length: number, family: Family): PrefixId {
    const end = at + ((length + 7) >> 3)
    const a = word(octets, at, end, length)
    const b = length > 32 ? word(octets, at + 4, end, length - 32) : 0
    const c = length > 64 ? word(octets, at + 8, end, length - 64) : 0
    const d = length > 96 ? word(octets, at + 12, end, length - 96) : 0
    return this.#number(a, b, c, d, family === 'ipv4' ? length : length | IPV6)
  }

  /** RangeError when the text is no prefix. */
  ofText(text: string): PrefixId {
    const prefix = parsePrefix(text)
    if (!prefix) throw new RangeError(`${text} is no prefix`)
    return this.intern(addressBytes(text.split('/')[0] as string), 0, prefix.length, prefix.family)
  }

  family(id: PrefixId): Family {
    return (this.#lengths[id] as number) < IPV6 ? 'ipv4' : 'ipv6'
  }

  length(id: PrefixId): number {
    return (this.#lengths[id] as number) & 0xff
  }

  text(id: PrefixId): string {
    const octets = new Uint8Array(16)
    for (let i = 0; i < 16; i++) octets[i] = this.#octet(id, i)
    const isIpv4 = this.family(id) === 'ipv4'
    const address = isIpv4 ? ipv4Text(octets.subarray(0, 4)) : ipv6Text(octets)
    return `${address}/${this.length(id)}`
  }

  /** Octets of the prefix on the wire (RFC 4271 section 4.3): its length and what the length needs. */
  wireLength(id: PrefixId): number {
    return 1 + ((this.length(id) + 7) >> 3)
  }

  /** Writes the prefix as it goes on the wire. */
  write(id: PrefixId, writer: Writer): void {
    const length = this.length(id)
    writer.u8(length)
    for (let i = 0; i < length; i += 8) writer.u8(this.#octet(id, i >> 3))
  }

  /** By address, then by length; both of one family. For sorting. */
  compare(a: PrefixId, b: PrefixId): number {
    for (let i = 0; i < 4; i++) {
      const order = (this.#words[4 * a + i] as number) - (this.#words[4 * b + i] as number)
      if (order !== 0) return order
    }
    return this.length(a) - this.length(b)
  }

  #octet(id: PrefixId, i: number): number {
    return ((this.#words[4 * id + (i >> 2)] as number) >>> (24 - 8 * (i & 3))) & 0xff
  }

  #number(a: number, b: number, c: number, d: number, length: number): PrefixId {
    const words = this.#words
    const slots = this.#slots
    const mask = slots.length - 1
    for (let slot = hash(a, b, c, d, length) & mask; ; slot = (slot + 1) & mask) {
      const id = slots[slot] as number
      if (id < 0) return this.#add(slot, a, b, c, d, length)
      if (
        words[4 * id] === a &&
        this.#lengths[id] === length &&
        words[4 * id + 1] === b &&
        words[4 * id + 2] === c &&
        words[4 * id + 3] === d
      )
        return id
    }
  }

  #add(slot: number, a: number, b: number, c: number, d: number, length: number): PrefixId {
    const id = this.#size++
    if (id === this.#lengths.length) this.#enlarge()
    this.#words.set([a, b, c, d], 4 * id)
    this.#lengths[id] = length
    if (2 * this.#size > this.#slots.length) this.#rehash()
    else this.#slots[slot] = id
    return id
  }

  #enlarge(): void {
    const words = new Uint32Array(2 * this.#words.length)
    words.set(this.#words)
    const lengths = new Uint16Array(2 * this.#lengths.length)
    lengths.set(this.#lengths)
    this.#words = words
    this.#lengths = lengths
  }

  #rehash(): void {
    const slots = new Int32Array(2 * this.#slots.length).fill(-1)
    const mask = slots.length - 1
    const words = this.#words
    for (let id = 0; id < this.#size; id++) {
      const at = 4 * id
      let slot =
        hash(
          words[at] as number,
          words[at + 1] as number,
          words[at + 2] as number,
          words[at + 3] as number,
          this.#lengths[id] as number,
        ) & mask
      while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask
      slots[slot] = id
    }
    this.#slots = slots
  }
}

/** Up to four octets as one number, first highest, with the bits behind `bits` cleared. */
const word = (octets: Uint8Array, at: number, end: number, bits: number): number => {
  let value = 0
  for (let i = 0; i < 4; i++) value = (value << 8) | (at + i < end ? (octets[at + i] as number) : 0)
  if (bits >= 32) return value >>> 0
  return bits === 0 ? 0 : (value & (-1 << (32 - bits))) >>> 0
}

const hash = (a: number, b: number, c: number, d: number, length: number): number => {
  let h = Math.imul(a ^ (length << 3), 0x9e3779b1)
  h = Math.imul(h ^ (h >>> 15) ^ b, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13) ^ c, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 16) ^ d, 0x27d4eb2f)
  return (h ^ (h >>> 15)) >>> 0
}

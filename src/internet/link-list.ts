/** Links between ASes while they are gathered: each pair of ASes once, in the order of their coming. */
import { AsnTable } from './asn-table.ts'

/** What the first AS of a link is to the second. The two others are the same both ways. */
export const LINK = { provider: 0, peer: 1, sibling: 2 } as const
export type LinkType = (typeof LINK)[keyof typeof LINK]

/** AS numbers. */
export interface AsLink {
  readonly a: number
  readonly b: number
  readonly type: LinkType
}

export class LinkList {
  readonly asns = new AsnTable()
  #a = new Int32Array(1 << 11)
  #b = new Int32Array(1 << 11)
  #type = new Uint8Array(1 << 11)
  /** Position of a link, and 1. */
  #slots = new Int32Array(1 << 12)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** -1, or the position of the link between the two that there is already: nothing is added then. */
  add(asnA: number, asnB: number, type: LinkType): number {
    const a = this.asns.intern(asnA)
    const b = this.asns.intern(asnB)
    const slot = this.#slot(a, b)
    const known = (this.#slots[slot] as number) - 1
    if (known >= 0) return known
    if (this.#size === this.#a.length) this.#grow()
    this.#a[this.#size] = a
    this.#b[this.#size] = b
    this.#type[this.#size] = type
    this.#slots[this.#slot(a, b)] = ++this.#size
    return -1
  }

  at(position: number): AsLink {
    return {
      a: this.asns.asn(this.#a[position] as number),
      b: this.asns.asn(this.#b[position] as number),
      type: this.#type[position] as LinkType,
    }
  }

  /** For all links, with the numbers that the table of AS numbers gives. */
  each(visit: (a: number, b: number, type: LinkType) => void): void {
    for (let i = 0; i < this.#size; i++)
      visit(this.#a[i] as number, this.#b[i] as number, this.#type[i] as LinkType)
  }

  /** Where the pair is, or where it belongs. */
  #slot(a: number, b: number): number {
    const mask = this.#slots.length - 1
    for (let slot = spread(a, b) & mask; ; slot = (slot + 1) & mask) {
      const i = (this.#slots[slot] as number) - 1
      if (i < 0) return slot
      const [x, y] = [this.#a[i], this.#b[i]]
      if ((x === a && y === b) || (x === b && y === a)) return slot
    }
  }

  #grow(): void {
    const length = this.#a.length * 2
    this.#a = extended(this.#a, new Int32Array(length))
    this.#b = extended(this.#b, new Int32Array(length))
    this.#type = extended(this.#type, new Uint8Array(length))
    this.#slots = new Int32Array(length * 2)
    for (let i = 0; i < this.#size; i++)
      this.#slots[this.#slot(this.#a[i] as number, this.#b[i] as number)] = i + 1
  }
}

/** The same for both orders of the two. */
const spread = (a: number, b: number): number => {
  const low = Math.min(a, b)
  const product = Math.imul(low, 0x9e3779b1) + Math.imul(a ^ b, 0x85ebca6b)
  return product ^ (product >>> 15)
}

const extended = <Octets extends Int32Array | Uint8Array>(old: Octets, longer: Octets): Octets => {
  longer.set(old)
  return longer
}

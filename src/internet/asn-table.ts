/** AS numbers to small numbers in the order of their coming; open addressing, since a Map of a million look-ups is slower. */
export class AsnTable {
  #slots = new Int32Array(1 << 12)
  #asns = new Uint32Array(1 << 11)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The number of an AS number, which gets one when it has none. */
  intern(asn: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = spread(asn) & mask
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const index = (slots[slot] as number) - 1
      if (this.#asns[index] === asn) return index
    }
    if (this.#size === this.#asns.length) {
      this.#grow()
      return this.intern(asn)
    }
    this.#asns[this.#size] = asn
    slots[slot] = ++this.#size
    return this.#size - 1
  }

  asn(index: number): number {
    return this.#asns[index] as number
  }

  /** All of them in the order of their coming. */
  list(): Uint32Array {
    return this.#asns.slice(0, this.#size)
  }

  #grow(): void {
    const old = this.#asns
    this.#asns = new Uint32Array(old.length * 2)
    this.#asns.set(old)
    this.#slots = new Int32Array(this.#slots.length * 2)
    const mask = this.#slots.length - 1
    for (let index = 0; index < this.#size; index++) {
      let slot = spread(old[index] as number) & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = index + 1
    }
  }
}

const spread = (asn: number): number => {
  const product = Math.imul(asn, 0x9e3779b1)
  return product ^ (product >>> 15)
}

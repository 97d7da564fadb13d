/** A set of pairs of small numbers in one flat array: a Set of combined keys costs five times as much. */
const FIRST_ROOM = 1024

export class PairSet {
  /** Both numbers of each slot; the first is one higher, so that 0 marks a free slot. */
  #slots = new Int32Array(2 * FIRST_ROOM)
  #mask = FIRST_ROOM - 1
  #size = 0

  /** False when it is there already. */
  add(a: number, b: number): boolean {
    if (2 * this.#size > this.#mask) this.#enlarge()
    if (!put(this.#slots, this.#mask, a + 1, b)) return false
    this.#size++
    return true
  }

  clear(): void {
    if (this.#size === 0) return
    this.#size = 0
    this.#slots.fill(0)
  }

  #enlarge(): void {
    const old = this.#slots
    this.#mask = 2 * this.#mask + 1
    this.#slots = new Int32Array(2 * old.length)
    for (let at = 0; at < old.length; at += 2)
      if (old[at] !== 0) put(this.#slots, this.#mask, old[at] as number, old[at + 1] as number)
  }
}

const put = (slots: Int32Array, mask: number, a: number, b: number): boolean => {
  const h = Math.imul(Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b), 0xc2b2ae35)
  for (let slot = (h ^ (h >>> 15)) & mask; ; slot = (slot + 1) & mask) {
    const at = 2 * slot
    if (slots[at] === 0) {
      slots[at] = a
      slots[at + 1] = b
      return true
    }
    if (slots[at] === a && slots[at + 1] === b) return false
  }
}

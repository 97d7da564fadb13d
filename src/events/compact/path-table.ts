/**
 * AS paths as numbers: a path is a node in front of another path, and equal paths are one number. So a
 * message is a number, comparing two is one comparison, and announcing a path copies nothing.
 */
export const NO_PATH = 0
/** Of a router's own prefix. */
export const EMPTY_PATH = 1

const FIRST_ROOM = 1024

export class PathTable {
  #size = 2
  #heads = new Int32Array(FIRST_ROOM).fill(-1)
  #tails = new Int32Array(FIRST_ROOM)
  #lengths = new Int32Array(FIRST_ROOM)
  /** One bit for each node modulo 32: most loops are ruled out without a walk. */
  #masks = new Int32Array(FIRST_ROOM)
  /** Open addressing; at most half of the slots are taken. */
  #slots = new Int32Array(4 * FIRST_ROOM)

  get size(): number {
    return this.#size
  }

  /** The path with the node in front. */
  prepend(node: number, path: number): number {
    const mask = this.#slots.length - 1
    for (let slot = hash(node, path) & mask; ; slot = (slot + 1) & mask) {
      const known = this.#slots[slot] as number
      if (known === 0) return this.#add(slot, node, path)
      if (this.#heads[known] === node && this.#tails[known] === path) return known
    }
  }

  length(path: number): number {
    return this.#lengths[path] as number
  }

  contains(path: number, node: number): boolean {
    const bit = 1 << (node & 31)
    for (let at = path; ((this.#masks[at] as number) & bit) !== 0; at = this.#tails[at] as number)
      if (this.#heads[at] === node) return true
    return false
  }

  /** Nearest first. */
  nodes(path: number): number[] {
    const nodes: number[] = []
    for (let at = path; at > EMPTY_PATH; at = this.#tails[at] as number)
      nodes.push(this.#heads[at] as number)
    return nodes
  }

  #add(slot: number, node: number, tail: number): number {
    const path = this.#size++
    if (path === this.#heads.length) this.#enlarge()
    this.#heads[path] = node
    this.#tails[path] = tail
    this.#lengths[path] = (this.#lengths[tail] as number) + 1
    this.#masks[path] = (this.#masks[tail] as number) | (1 << (node & 31))
    if (2 * this.#size > this.#slots.length) this.#rehash()
    else this.#slots[slot] = path
    return path
  }

  #enlarge(): void {
    this.#heads = doubled(this.#heads)
    this.#tails = doubled(this.#tails)
    this.#lengths = doubled(this.#lengths)
    this.#masks = doubled(this.#masks)
  }

  #rehash(): void {
    const slots = new Int32Array(2 * this.#slots.length)
    const mask = slots.length - 1
    for (let path = EMPTY_PATH + 1; path < this.#size; path++) {
      let slot = hash(this.#heads[path] as number, this.#tails[path] as number) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = path
    }
    this.#slots = slots
  }
}

const doubled = (from: Int32Array): Int32Array<ArrayBuffer> => {
  const to = new Int32Array(2 * from.length)
  to.set(from)
  return to
}

const hash = (node: number, path: number): number => {
  const h = Math.imul(node + 1, 0x9e3779b1) ^ Math.imul(path, 0x85ebca6b)
  return (Math.imul(h ^ (h >>> 15), 0xc2b2ae35) >>> 3) & 0x7fffffff
}

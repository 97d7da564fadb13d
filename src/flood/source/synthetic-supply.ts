/** Encodes while it is asked, into two blocks in turns: one is written while the other is filled. */
import type { Block, BlockSource } from '../synthetic/block.ts'
import { FIRST_OCTETS, type Piece, type Supply } from './supply.ts'

export class SyntheticSupply implements Supply {
  readonly #from: BlockSource
  readonly #blocks: readonly Block[]
  readonly #largest: number
  readonly #updates: number
  #next = 0
  #taken = 0

  constructor(from: BlockSource, updates: number, blocks: readonly [Block, Block]) {
    this.#from = from
    this.#updates = updates
    this.#blocks = blocks
    this.#largest = Math.max(from.announce.bytes.length, from.withdraw.bytes.length)
  }

  get left(): boolean {
    return this.#taken < this.#updates
  }

  take(updates: number, octets: number): Piece {
    const block = this.#blocks[this.#next] as Block
    this.#next = 1 - this.#next
    const room = Math.max(1, Math.floor(Math.min(octets, block.bytes.length) / this.#largest))
    const count = Math.min(updates, room, this.#updates - this.#taken)
    const end = block.fill(this.#from, this.#taken, count, 0)
    this.#taken += count
    return {
      octets: block.bytes.subarray(0, end),
      updates: count,
      prefixes: count * this.#from.stream.groupSize,
    }
  }
}

/** What another supply has, encoded before it is asked for. */
export class PrebuiltSupply implements Supply {
  readonly #pieces: Piece[] = []
  #next = 0

  constructor(supply: Supply, blockOctets: number) {
    for (let octets = FIRST_OCTETS; supply.left; octets = Math.min(octets * 2, blockOctets)) {
      const piece = supply.take(Number.POSITIVE_INFINITY, octets)
      if (!piece) break
      this.#pieces.push({ ...piece, octets: piece.octets.slice() })
    }
  }

  get left(): boolean {
    return this.#next < this.#pieces.length
  }

  take(): Piece {
    this.#next += 1
    return this.#pieces[this.#next - 1] as Piece
  }
}

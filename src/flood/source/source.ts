/**
 * One source and its session. It has one write at most that the kernel has not taken yet; the next
 * piece is encoded meanwhile.
 */

import { monotonicMs } from '../../speaker/clock.ts'
import type { Session } from '../../speaker/session.ts'
import { Block } from '../synthetic/block.ts'
import { FIRST_OCTETS, type Piece, type Supply } from './supply.ts'

const NOTHING = new Uint8Array(0)

export class Source {
  readonly index: number
  readonly session: Session
  /** Writes that the kernel has not taken yet. */
  #pending = 0
  /** All is written that this transfer has for it. */
  isDone = false
  blockedMs = 0
  updatesSent = 0
  lost: string | undefined
  #supply: Supply | undefined
  #ready: Piece | undefined
  #held: Uint8Array | undefined
  #octets = FIRST_OCTETS
  #blocks: readonly [Block, Block] | undefined

  constructor(index: number, session: Session) {
    this.index = index
    this.session = session
  }

  begin(supply: Supply | undefined): void {
    this.#supply = supply
    this.#ready = undefined
    this.#held = undefined
    this.#octets = FIRST_OCTETS
    this.blockedMs = 0
    this.updatesSent = 0
    this.isDone = false
  }

  /** Two blocks, which last for more than one transfer unless one of them is still being written. */
  blocks(octets: number): readonly [Block, Block] {
    const kept = this.#blocks
    if (kept && !this.isBusy && kept[0].bytes.length === octets) return kept
    this.#blocks = [new Block(octets), new Block(octets)]
    return this.#blocks
  }

  get isBusy(): boolean {
    return this.#pending > 0
  }

  /** Nothing more is taken from the supply. */
  endSupply(): void {
    this.#supply = undefined
    this.#ready = undefined
  }

  get hasMore(): boolean {
    return this.#ready !== undefined || (this.#supply?.left ?? false)
  }

  get isReady(): boolean {
    return this.#ready !== undefined
  }

  /** Encodes the next piece; returns how many UPDATEs that were. */
  prepare(updates: number, blockOctets: number): number {
    if (this.#ready || updates < 1 || !this.#supply?.left) return 0
    this.#ready = this.#supply.take(updates, Math.min(this.#octets, blockOctets))
    this.#octets = Math.min(this.#octets * 2, blockOctets)
    return this.#ready?.updates ?? 0
  }

  /** Writes what was prepared, and in front of it what was held back. */
  send(taken: () => void): Piece | undefined {
    const piece = this.#ready
    if (!piece) return undefined
    this.#ready = undefined
    this.updatesSent += piece.updates
    this.write(this.#withHeld(piece.octets), taken)
    return piece
  }

  /** To be written together with what comes next: a write of its own costs as much as a thousand UPDATEs. */
  hold(octets: Uint8Array): void {
    this.#held = octets
  }

  /** Writes what was held back, when nothing came next. */
  release(taken: () => void): void {
    if (this.#held) this.write(this.#withHeld(NOTHING), taken)
  }

  #withHeld(octets: Uint8Array): Uint8Array {
    const held = this.#held
    if (!held) return octets
    this.#held = undefined
    return Buffer.concat([held, octets])
  }

  /** `taken` is called when the kernel takes it later than now; `isBusy` is true until then. */
  write(octets: Uint8Array, taken: () => void): void {
    const { session } = this
    let sinceMs = 0
    let isLater = false
    session.write(octets, () => {
      if (!isLater) return
      this.#pending--
      this.blockedMs += monotonicMs() - sinceMs
      taken()
    })
    isLater = session.writableLength > 0
    if (!isLater) return
    this.#pending++
    sinceMs = monotonicMs()
  }
}

/** One transfer as its source sends it: a canary, the updates at their pace, a canary. */
import { type CanaryRange, canaryMessage } from '../../flood/canary.ts'
import { dueUntil } from '../../flood/load/stages.ts'
import { Block, type BlockSource } from '../../flood/synthetic/block.ts'
import type { Sender } from '../../flood/synthetic/template.ts'
import type { Pace } from '../../flood/types.ts'
import type { Scheduled } from './network-types.ts'
import type { EventQueue } from './queue.ts'

/** How much of a TCP segment is data: Ethernet with time stamps. */
const SEGMENT_OCTETS = 1448
/** A sender that is paced wakes no more often. */
const TICK_MS = 1
const LONGEST_WAIT_MS = 100

export interface SendingParts {
  readonly queue: EventQueue
  readonly from: BlockSource
  readonly updates: number
  readonly pace: Pace
  readonly range: CanaryRange
  readonly sender: Sender
  readonly serials: { readonly head: number; readonly tail: number }
  /** Octets that the receiver has room for. */
  room(): number
  send(bytes: Uint8Array): void
  /** All is sent. */
  over(): void
}

export class Sending {
  readonly #parts: SendingParts
  readonly #block: Block
  /** Updates of one segment. */
  readonly #most: number
  readonly startedAtMs: number
  sentAtMs: number
  headAtMs: number | undefined
  tailAtMs: number | undefined
  blockedMs = 0
  /** Canaries included. */
  updates = 0
  octets = 0
  /** Of the stream. */
  taken = 0
  #blockedSinceMs: number | undefined
  #timer: Scheduled | undefined
  #isOver = false

  constructor(parts: SendingParts) {
    const { queue, from } = parts
    const largest = Math.max(from.announce.bytes.length, from.withdraw.bytes.length)
    this.#parts = parts
    this.#most = Math.max(1, Math.floor(SEGMENT_OCTETS / largest))
    this.#block = new Block(this.#most * largest)
    this.startedAtMs = queue.nowMs
    this.sentAtMs = queue.nowMs
  }

  get isOver(): boolean {
    return this.#isOver
  }

  begin(): void {
    this.headAtMs = this.#canary(this.#parts.serials.head)
    this.pump()
  }

  /** Sends what may be sent now; called again by time, and when there is room again. */
  readonly pump = (): void => {
    if (this.#isOver) return
    this.#unblock()
    this.#timer?.cancel()
    const { updates } = this.#parts
    let due = this.#due() - this.taken
    while (due > 0 && this.#parts.room() > 0) {
      const count = Math.min(due, this.#most)
      this.#send(count)
      due -= count
    }
    if (this.taken === updates) this.#finish()
    else if (due > 0) this.#blockedSinceMs = this.#parts.queue.nowMs
    else this.#wait()
  }

  /** What is not sent yet is not sent at all. */
  stop(): void {
    this.#unblock()
    this.#isOver = true
    this.#timer?.cancel()
  }

  #finish(): void {
    this.tailAtMs = this.#canary(this.#parts.serials.tail)
    this.#isOver = true
    this.#parts.over()
  }

  #send(count: number): void {
    const end = this.#block.fill(this.#parts.from, this.taken, count, 0)
    this.#give(this.#block.bytes.slice(0, end), count)
    this.taken += count
  }

  #canary(serial: number): number {
    const { range, sender, queue } = this.#parts
    this.#give(canaryMessage(range, serial, sender), 1)
    return queue.nowMs
  }

  #give(bytes: Uint8Array, updates: number): void {
    this.#parts.send(bytes)
    this.updates += updates
    this.octets += bytes.length
    this.sentAtMs = this.#parts.queue.nowMs
  }

  /** Of the stream, by now. */
  #due(): number {
    const { pace, updates, queue } = this.#parts
    if (pace.type !== 'rate') return updates
    // What is due at this very instant must not be lost to the rounding.
    return Math.min(updates, Math.floor(dueUntil(pace.stages, this.#elapsedMs(queue)) + 1e-6))
  }

  #elapsedMs({ nowMs }: EventQueue): number {
    return nowMs - this.startedAtMs
  }

  /** Until the next one is due. */
  #wait(): void {
    const { pace, queue } = this.#parts
    if (pace.type !== 'rate') return
    const elapsed = this.#elapsedMs(queue)
    const due = dueUntil(pace.stages, elapsed)
    const aMs = dueUntil(pace.stages, elapsed + TICK_MS) - due
    const waitMs = aMs > 0 ? ((this.taken + 1 - due) * TICK_MS) / aMs : LONGEST_WAIT_MS
    const boundMs = Math.min(Math.max(waitMs, TICK_MS), LONGEST_WAIT_MS)
    this.#timer = queue.schedule(queue.nowMs + boundMs, this.pump)
  }

  #unblock(): void {
    if (this.#blockedSinceMs !== undefined)
      this.blockedMs += this.#parts.queue.nowMs - this.#blockedSinceMs
    this.#blockedSinceMs = undefined
  }
}

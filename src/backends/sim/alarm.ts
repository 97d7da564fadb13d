/** One timer for a deadline that moves: mostly later, as a hold timer does with every message. */
import type { Scheduled } from './network-types.ts'
import type { EventQueue } from './queue.ts'

const NEVER = Number.POSITIVE_INFINITY

export class Alarm {
  readonly #queue: EventQueue
  readonly #ring: () => void
  #event: Scheduled | undefined
  #armedForMs = NEVER
  #dueMs = NEVER

  /** `ring` is called once, when the deadline that was set last has come. */
  constructor(queue: EventQueue, ring: () => void) {
    this.#queue = queue
    this.#ring = ring
  }

  /** Infinity: not at all. */
  set(atMs: number): void {
    this.#dueMs = atMs
    // Later than armed: looked at again then, instead of here for every message.
    if (atMs < this.#armedForMs) this.#arm(atMs)
  }

  #arm(atMs: number): void {
    this.#event?.cancel()
    this.#armedForMs = atMs
    this.#event = this.#queue.schedule(atMs, this.#expired)
  }

  readonly #expired = (): void => {
    this.#armedForMs = NEVER
    this.#event = undefined
    if (this.#dueMs > this.#queue.nowMs) {
      if (this.#dueMs < NEVER) this.#arm(this.#dueMs)
      return
    }
    this.#dueMs = NEVER
    this.#ring()
  }
}

/** What is to happen, by virtual time; at one instant in the order of scheduling. A binary heap. */
import type { Scheduled } from './network-types.ts'

const NEVER = Number.POSITIVE_INFINITY

export class EventQueue {
  readonly #heap: Event[] = []
  #scheduled = 0
  #nowMs = 0

  get nowMs(): number {
    return this.#nowMs
  }

  /** When the next event is due; Infinity when nothing waits. */
  get nextMs(): number {
    this.#dropCancelled()
    return this.#heap[0]?.atMs ?? NEVER
  }

  /** A time that has passed means now, Infinity means never. */
  schedule(atMs: number, perform: () => void): Scheduled {
    const event = new Event(Math.max(atMs, this.#nowMs), this.#scheduled++, perform)
    if (event.atMs < NEVER) this.#insert(event)
    return event
  }

  /** Performs the next event. False when nothing waits. */
  step(): boolean {
    this.#dropCancelled()
    const next = this.#heap[0]
    if (!next) return false
    this.#removeFirst()
    this.#nowMs = next.atMs
    const { perform } = next
    next.perform = undefined
    perform?.()
    return true
  }

  #dropCancelled(): void {
    while (this.#heap[0] && !this.#heap[0].perform) this.#removeFirst()
  }

  #insert(event: Event): void {
    const heap = this.#heap
    let at = heap.length
    for (; at > 0; ) {
      const above = (at - 1) >> 1
      const parent = heap[above] as Event
      if (!isBefore(event, parent)) break
      heap[at] = parent
      at = above
    }
    heap[at] = event
  }

  #removeFirst(): void {
    const heap = this.#heap
    const last = heap.pop() as Event
    const size = heap.length
    if (size === 0) return
    let at = 0
    for (let below = 1; below < size; below = 2 * at + 1) {
      const right = below + 1
      if (right < size && isBefore(heap[right] as Event, heap[below] as Event)) below = right
      const child = heap[below] as Event
      if (!isBefore(child, last)) break
      heap[at] = child
      at = below
    }
    heap[at] = last
  }
}

/** Cancelled ones stay in the heap until they come to its top. */
class Event implements Scheduled {
  readonly atMs: number
  readonly order: number
  perform: (() => void) | undefined

  constructor(atMs: number, order: number, perform: () => void) {
    this.atMs = atMs
    this.order = order
    this.perform = perform
  }

  cancel(): void {
    this.perform = undefined
  }
}

const isBefore = (a: Event, b: Event): boolean =>
  a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)

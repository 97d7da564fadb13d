/**
 * The queue between the sessions and the decision process. The first that comes starts a delay, and
 * what comes until it is over is decided with it, once: so FRR and Quagga do it.
 */
import type { PeerUpdate, RouterEvent } from '../../bgp/router/events.ts'
import type { EventQueue } from './queue.ts'

interface Work {
  readonly event: RouterEvent
  /** Not of a session that is over. */
  isCurrent(): boolean
}

export class WorkQueue {
  readonly #queue: EventQueue
  readonly #delayMs: () => number
  readonly #step: (event: RouterEvent) => void
  readonly #run: (turn: () => void) => void
  #works: Work[] = []

  /** `run` gets each turn, which calls `step`. */
  constructor(
    queue: EventQueue,
    delayMs: () => number,
    step: (event: RouterEvent) => void,
    run: (turn: () => void) => void,
  ) {
    this.#queue = queue
    this.#delayMs = delayMs
    this.#step = step
    this.#run = run
  }

  add(event: RouterEvent, isCurrent: () => boolean = always): void {
    this.#works.push({ event, isCurrent })
    if (this.#works.length > 1) return
    this.#queue.schedule(this.#queue.nowMs + this.#delayMs(), () => this.#run(this.#turn))
  }

  readonly #turn = (): void => {
    const works = this.#works
    this.#works = []
    const events = works.filter(({ isCurrent }) => isCurrent()).map(({ event }) => event)
    for (const event of together(events)) this.#step(event)
  }
}

const always = (): boolean => true

/** UPDATEs next to each other as one event. */
const together = (events: readonly RouterEvent[]): readonly RouterEvent[] => {
  if (events.length === 1) return events
  const joined: RouterEvent[] = []
  let updates: PeerUpdate[] | undefined
  for (const event of events) {
    if (event.type === 'update') {
      if (!updates) {
        updates = []
        joined.push({ type: 'updates', updates })
      }
      updates.push(event)
    } else {
      updates = undefined
      joined.push(event)
    }
  }
  return joined
}

/**
 * The queue between a session and the decision process. The first that comes starts a delay, and what
 * comes until it is over is worked on with it: so FRR and Quagga do it.
 */
import type { EventQueue } from './queue.ts'

export class WorkQueue {
  readonly #queue: EventQueue
  readonly #delayMs: () => number
  readonly #run: (work: () => void) => void
  #works: (() => void)[] = []

  /** `run` gets all works of one turn as one. */
  constructor(queue: EventQueue, delayMs: () => number, run: (work: () => void) => void) {
    this.#queue = queue
    this.#delayMs = delayMs
    this.#run = run
  }

  add(work: () => void): void {
    this.#works.push(work)
    if (this.#works.length > 1) return
    this.#queue.schedule(this.#queue.nowMs + this.#delayMs(), () => this.#run(this.#turn))
  }

  readonly #turn = (): void => {
    const works = this.#works
    this.#works = []
    for (const work of works) work()
  }
}

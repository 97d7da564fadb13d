/**
 * The notice board of a run: which events of which activations have come, who waits for them, and
 * which faults without an end are held until nothing else is left to do. It counts the activations
 * that are busy, so it knows without any timer when the run can only go on by healing one.
 */
import type { StepEvent } from '../model/plan.ts'

export class Board {
  readonly #happened = new Map<string, number>()
  readonly #over = new Set<string>()
  readonly #waiting = new Set<Waiter>()
  /** Releases the fault; the newest comes last. */
  readonly #held: (() => void)[] = []
  readonly #signal: AbortSignal
  #busy: number

  constructor(activations: number, signal: AbortSignal) {
    this.#busy = activations
    this.#signal = signal
  }

  /** Only the first time counts. */
  reached(activation: string, event: StepEvent, at: number): void {
    const name = key(activation, event)
    if (!this.#happened.has(name)) this.#happened.set(name, at)
    this.#serve()
  }

  has(activation: string, event: StepEvent): boolean {
    return this.#happened.has(key(activation, event))
  }

  /** The activation is done: what it has not reached will never come. */
  over(activation: string, at: number): void {
    this.reached(activation, 'ended', at)
    this.#over.add(activation)
    this.#busy--
    this.#serve()
    this.#releaseWhenIdle()
  }

  /** The time of the last of the events, or undefined when one of them will never come. */
  after(activations: readonly string[], event: StepEvent): Promise<number | undefined> {
    return this.#untilAborted((resolve) => {
      this.#waiting.add({ activations, event, resolve })
      this.#busy--
      this.#serve()
      this.#releaseWhenIdle()
    })
  }

  /** Resolves when `lapsed` does, or when all other activations are over, wait, or are held longer. */
  hold(lapsed: Promise<void>): Promise<void> {
    return this.#untilAborted((resolve, reject) => {
      const release = () => {
        const index = this.#held.indexOf(release)
        if (index < 0) return
        this.#held.splice(index, 1)
        this.#busy++
        resolve()
      }
      this.#held.push(release)
      this.#busy--
      lapsed.then(release, reject)
      this.#releaseWhenIdle()
    })
  }

  /** Wakes those whose events have come, and those whose events will never come. */
  #serve(): void {
    for (const waiter of [...this.#waiting]) {
      const keys = waiter.activations.map((activation) => key(activation, waiter.event))
      const missing = waiter.activations.filter((_, at) => !this.#happened.has(keys[at] as string))
      const lost = missing.some((activation) => this.#over.has(activation))
      if (missing.length === 0)
        this.#wake(waiter, Math.max(...keys.map((name) => this.#happened.get(name) as number)))
      else if (lost) this.#wake(waiter, undefined)
    }
  }

  #wake(waiter: Waiter, at: number | undefined): void {
    if (!this.#waiting.delete(waiter)) return
    // Counted here and not when the waiter runs again: in between nothing may look idle.
    this.#busy++
    waiter.resolve(at)
  }

  #releaseWhenIdle(): void {
    if (this.#busy > 0) return
    const newest = this.#held.at(-1)
    if (newest) newest()
    // Steps that wait for each other in a circle would wait for ever.
    else for (const waiter of [...this.#waiting]) this.#wake(waiter, undefined)
  }

  #untilAborted<T>(
    start: (resolve: (value: T) => void, reject: (reason: unknown) => void) => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(this.#signal.reason)
      this.#signal.addEventListener('abort', onAbort, { once: true })
      if (this.#signal.aborted) onAbort()
      start((value) => {
        this.#signal.removeEventListener('abort', onAbort)
        resolve(value)
      }, reject)
    })
  }
}

interface Waiter {
  readonly activations: readonly string[]
  readonly event: StepEvent
  resolve(at: number | undefined): void
}

const key = (activation: string, event: StepEvent): string => `${activation} ${event}`

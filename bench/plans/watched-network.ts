/** A simulated network that tells when an instant is over in which something about forwarding changed. */
import type { SimNetwork } from '../../src/backends/sim/network-types.ts'

export interface Watching {
  /** All that happens at this instant has happened; then the time moves on. */
  onInstant(): void
  /** More events than this are no network any more but an endless loop. */
  readonly mostEvents: number
}

export class WatchedNetwork implements SimNetwork {
  readonly #inner: SimNetwork
  readonly #watching: Watching
  #isChanged = true
  #events = 0

  constructor(inner: SimNetwork, watching: Watching) {
    this.#inner = inner
    this.#watching = watching
  }

  get nowMs(): number {
    return this.#inner.nowMs
  }

  get nextMs(): number {
    return this.#inner.nextMs
  }

  step(): void {
    const { mostEvents, onInstant } = this.#watching
    if (this.#isChanged && this.#inner.nextMs > this.#inner.nowMs) {
      this.#isChanged = false
      onInstant()
    }
    if (++this.#events > mostEvents) throw new Error(`more than ${mostEvents} events in one case`)
    this.#inner.step()
  }

  schedule(...call: Parameters<SimNetwork['schedule']>): ReturnType<SimNetwork['schedule']> {
    return this.#inner.schedule(...call)
  }

  set(...call: Parameters<SimNetwork['set']>): string {
    this.#isChanged = true
    return this.#inner.set(...call)
  }

  sessions(...call: Parameters<SimNetwork['sessions']>): ReturnType<SimNetwork['sessions']> {
    return this.#inner.sessions(...call)
  }

  routes(...call: Parameters<SimNetwork['routes']>): ReturnType<SimNetwork['routes']> {
    return this.#inner.routes(...call)
  }

  fib(...call: Parameters<SimNetwork['fib']>): ReturnType<SimNetwork['fib']> {
    return this.#inner.fib(...call)
  }

  isUp(...call: Parameters<SimNetwork['isUp']>): boolean {
    return this.#inner.isUp(...call)
  }

  carries(...call: Parameters<SimNetwork['carries']>): boolean {
    return this.#inner.carries(...call)
  }

  delayMs(...call: Parameters<SimNetwork['delayMs']>): number {
    return this.#inner.delayMs(...call)
  }

  loss(...call: Parameters<SimNetwork['loss']>): number {
    return this.#inner.loss(...call)
  }

  get onObservation(): SimNetwork['onObservation'] {
    return this.#inner.onObservation
  }

  set onObservation(tell: SimNetwork['onObservation']) {
    this.#inner.onObservation = tell
  }

  get onForwarding(): SimNetwork['onForwarding'] {
    return this.#inner.onForwarding
  }

  set onForwarding(tell: SimNetwork['onForwarding']) {
    this.#inner.onForwarding = (prefix) => {
      this.#isChanged = true
      tell(prefix)
    }
  }
}

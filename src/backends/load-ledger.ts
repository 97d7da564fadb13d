import type { LoadStep } from '../flood/load/player.ts'
import type { CanaryTimes } from '../flood/types.ts'
import type { Load, LoadEvent, LoadOutcome } from '../model/load.ts'

/** Makes events of the steps of a load, on the engine's wall clock, and adds up what they sent. */
export class LoadLedger {
  readonly #load: Load
  readonly #wallOf: (atMs: number) => number
  #outcome: LoadOutcome = 'complete'
  #reason: string | undefined
  #withdrawn = false
  #first: number | undefined
  #last = 0
  readonly #sum = { updates: 0, prefixes: 0, octets: 0 }
  readonly #received = { updates: 0, prefixes: 0 }

  constructor(load: Load, { wallOf }: { wallOf(atMs: number): number }) {
    this.#load = load
    this.#wallOf = wallOf
  }

  *enter(step: LoadStep): Generator<LoadEvent> {
    const { type, result } = step
    if (result.outcome === 'session-lost') this.#end('session-lost', result.reason)
    if (type === 'withdrawal') this.#withdrawn = result.outcome !== 'session-lost'
    else yield this.#burst(step)
    for (const canary of step.canaries) yield this.#canary(canary)
  }

  failed(reason: string): void {
    this.#end('failed', reason)
  }

  stopped(): void {
    this.#end('stopped', undefined)
  }

  ended(at: number): LoadEvent {
    return {
      type: 'load-ended',
      at,
      load: this.#load.id,
      outcome: this.#outcome,
      ...(this.#reason !== undefined && { reason: this.#reason }),
      ...this.#sum,
      received: this.#received,
      sendingMs: this.#first === undefined ? 0 : this.#last - this.#first,
      withdrawn: this.#withdrawn,
    }
  }

  /** The first reason counts. */
  #end(outcome: LoadOutcome, reason: string | undefined): void {
    if (this.#outcome !== 'complete') return
    this.#outcome = outcome
    this.#reason = reason
  }

  #burst({ number, askedPerS, result }: LoadStep): LoadEvent {
    const since = this.#wallOf(result.startedAtMs)
    const at = this.#wallOf(result.sentAtMs)
    // From the end of one burst to the end of the next: waiting for its canary is part of it.
    const spanMs = at - (this.#first === undefined ? since : this.#last)
    this.#first ??= since
    this.#last = at
    this.#sum.updates += result.updatesSent
    this.#sum.prefixes += result.prefixesSent
    this.#sum.octets += result.octetsSent
    this.#received.updates += result.updatesReceived
    this.#received.prefixes += result.prefixesReceived
    return {
      type: 'load-burst',
      at,
      load: this.#load.id,
      number,
      since,
      updates: result.updatesSent,
      prefixes: result.prefixesSent,
      perS: spanMs > 0 ? Math.round((result.updatesSent / spanMs) * 1000) : 0,
      ...(askedPerS !== undefined && { askedPerS: Math.round(askedPerS) }),
      blockedMs: result.blockedMs,
    }
  }

  #canary({ prefix, sentAtMs, seenAtMs }: CanaryTimes): LoadEvent {
    const sentAt = this.#wallOf(sentAtMs)
    const seenAt = seenAtMs === undefined ? undefined : this.#wallOf(seenAtMs)
    return {
      type: 'load-canary',
      at: seenAt ?? sentAt,
      load: this.#load.id,
      prefix,
      sentAt,
      ...(seenAt !== undefined && { seenAt }),
    }
  }
}

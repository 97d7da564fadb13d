/**
 * Which prefixes of one eBGP peer are suppressed, and until when (RFC 2439 section 4.8). Never for
 * iBGP peers: a router that hides what the others of its AS use makes loops (section 5).
 */
import { EventHeap } from '../../lib/event-heap.ts'
import { CHANGE, ceilingOf, type Damping, decayed, lookAt, WITHDRAWAL } from './damping.ts'
import type { PrefixId } from './prefix-table.ts'

interface History {
  /** At `at`. */
  penalty: number
  at: number
  /** Infinity while it is not suppressed. */
  reuseAt: number
}

export interface Flaps {
  readonly penalty: number
  /** When it is used again; absent while it is not suppressed. */
  readonly reuseAt?: number
}

const NEVER = Number.POSITIVE_INFINITY

export class Damper {
  readonly #damping: Damping
  readonly #ceiling: number
  readonly #histories = new Map<PrefixId, History>()
  /** Times of reuse, also such that were put off since. */
  readonly #waiting = new EventHeap()

  constructor(damping: Damping) {
    this.#damping = damping
    this.#ceiling = ceilingOf(damping)
  }

  /** When some prefix may be used again, or earlier; Infinity when none is suppressed. */
  get dueAt(): number {
    return this.#waiting.nextTime
  }

  /** The peer took the prefix back. */
  withdrawn(id: PrefixId, nowMs: number): void {
    this.#charge(id, WITHDRAWAL, nowMs)
  }

  /** The peer told another path to the prefix than it had told before. */
  changed(id: PrefixId, nowMs: number): void {
    this.#charge(id, CHANGE, nowMs)
  }

  isSuppressed(id: PrefixId): boolean {
    return (this.#histories.get(id)?.reuseAt ?? NEVER) !== NEVER
  }

  /**
   * The peer tells the prefix, with another path than it told last or after a withdrawal. What was
   * quiet for long starts anew (section 4.8.3): below half of `reuse`, as in FRR and Quagga.
   */
  announced(id: PrefixId, nowMs: number): void {
    const history = this.#histories.get(id)
    if (!history) return
    this.#age(history, nowMs)
    if (this.#mayBeUsed(history, nowMs)) history.reuseAt = NEVER
    if (history.reuseAt === NEVER && history.penalty <= this.#damping.reuse / 2)
      this.#histories.delete(id)
  }

  /** Those that may be used again from now on. */
  release(nowMs: number): PrefixId[] {
    const ids: PrefixId[] = []
    while (this.#waiting.nextTime <= nowMs && this.#waiting.pop()) {
      const { time, a: id } = this.#waiting
      const history = this.#histories.get(id)
      // Put off, or forgotten and suppressed anew.
      if (!history || history.reuseAt !== time) continue
      this.#age(history, nowMs)
      if (this.#mayBeUsed(history, nowMs)) {
        history.reuseAt = NEVER
        ids.push(id)
      } else this.#wait(id, history, nowMs)
    }
    return ids
  }

  forget(id: PrefixId): void {
    this.#histories.delete(id)
  }

  flaps(id: PrefixId, nowMs: number): Flaps | undefined {
    const history = this.#histories.get(id)
    if (!history) return undefined
    const { penalty, at, reuseAt } = history
    return {
      penalty: decayed(penalty, nowMs - at, this.#damping),
      ...(reuseAt !== NEVER && { reuseAt }),
    }
  }

  #charge(id: PrefixId, charge: number, nowMs: number): void {
    const history = this.#histories.get(id) ?? { penalty: 0, at: nowMs, reuseAt: NEVER }
    this.#age(history, nowMs)
    history.penalty = Math.min(this.#ceiling, history.penalty + charge)
    this.#histories.set(id, history)
    const isSuppressed = history.reuseAt !== NEVER && history.reuseAt > nowMs
    if (isSuppressed || history.penalty >= this.#damping.suppress) this.#wait(id, history, nowMs)
  }

  #age(history: History, nowMs: number): void {
    history.penalty = decayed(history.penalty, nowMs - history.at, this.#damping)
    history.at = nowMs
  }

  #wait(id: PrefixId, history: History, nowMs: number): void {
    history.reuseAt = lookAt(history.penalty, nowMs, this.#damping)
    this.#waiting.push(history.reuseAt, id, 0)
  }

  /** Without steps the time is exact, while the penalty at that time is so but for its last bit. */
  #mayBeUsed({ penalty, reuseAt }: History, nowMs: number): boolean {
    const { steps, reuse } = this.#damping
    return penalty < reuse || (!steps && reuseAt <= nowMs)
  }
}

/** Adj-RIB-Out of one peer: what it was told, what it is to be told, and when it may be. */
import type { AttributeSet } from './attribute-set.ts'
import type { Mrai } from './config.ts'
import type { PrefixId } from './prefix-table.ts'

const NEVER = Number.POSITIVE_INFINITY

interface TimerStart {
  readonly nowMs: number
  readonly jitter: number
  readonly isLast: boolean
}

export class AdjOut {
  readonly #mrai: Mrai
  readonly #told: (AttributeSet | undefined)[] = []
  readonly #pending = new Set<PrefixId>()
  /** When the peer, or each prefix, may be announced again. */
  #peerMayAt = 0
  readonly #prefixMayAt = new Map<PrefixId, number>()
  #earliest = NEVER
  #hasSent = false
  isCongested = false
  count = 0

  constructor(mrai: Mrai = { ms: 0, per: 'peer' }) {
    this.#mrai = mrai
  }

  get withdrawalsWait(): boolean {
    return this.#mrai.withdrawals === true
  }

  /** Nothing waits, and nothing ever has to. */
  get isFree(): boolean {
    return this.#mrai.ms === 0 && !this.isCongested && this.#pending.size === 0
  }

  get isEmpty(): boolean {
    return this.#pending.size === 0
  }

  /** When something that waits may go; never while the connection is full. */
  get dueAt(): number {
    return this.isCongested || this.isEmpty ? NEVER : this.#earliest
  }

  told(id: PrefixId): AttributeSet | undefined {
    return this.#told[id]
  }

  setTold(id: PrefixId, set: AttributeSet | undefined): void {
    this.count += Number(set !== undefined) - Number(this.#told[id] !== undefined)
    this.#told[id] = set
  }

  /** Every prefix that the peer has from us. */
  *all(): Generator<[PrefixId, AttributeSet]> {
    for (let id = 0; id < this.#told.length; id++) {
      const set = this.#told[id]
      if (set) yield [id, set]
    }
  }

  add(id: PrefixId): void {
    this.#pending.add(id)
    const mayAt = this.mayAt(id)
    if (mayAt < this.#earliest) this.#earliest = mayAt
  }

  remove(id: PrefixId): void {
    this.#pending.delete(id)
    if (this.#pending.size === 0) this.#earliest = NEVER
  }

  /** When a change of the prefix may be announced. */
  mayAt(id: PrefixId): number {
    if (this.#mrai.ms === 0) return 0
    return this.#mrai.per === 'prefix' ? (this.#prefixMayAt.get(id) ?? 0) : this.#peerMayAt
  }

  /** A timer that turns all the time has done so since it was looked at last. */
  turn(nowMs: number): void {
    const { ms, per } = this.#mrai
    if (per !== 'tick' || ms === 0 || this.#peerMayAt === 0 || this.#peerMayAt >= nowMs) return
    this.#peerMayAt += ms * Math.ceil((nowMs - this.#peerMayAt) / ms)
  }

  /**
   * The MRAI of what was sent begins. That of a peer only with the last part of what was due: a table
   * in several bursts is one advertisement.
   */
  startTimer(ids: readonly PrefixId[], { nowMs, jitter, isLast }: TimerStart): void {
    const { ms, per } = this.#mrai
    if (ms === 0) return
    const at = nowMs + ms * jitter
    if (per === 'prefix') for (const id of ids) this.#prefixMayAt.set(id, at)
    else {
      this.#hasSent ||= ids.length > 0
      if (!isLast || !this.#hasSent) return
      this.#hasSent = false
      this.#peerMayAt = at
    }
  }

  /** Takes up to `most` prefixes that may go now out of what waits. */
  take(nowMs: number, most: number): PrefixId[] {
    const taken: PrefixId[] = []
    let earliest = NEVER
    for (const id of this.#pending) {
      const mayAt = this.mayAt(id)
      if (mayAt > nowMs || taken.length === most) {
        earliest = Math.min(earliest, mayAt)
        if (taken.length === most) break
      } else {
        taken.push(id)
      }
    }
    for (const id of taken) this.#pending.delete(id)
    this.#earliest = taken.length === most ? nowMs : earliest
    return taken
  }

  /** The session is gone: so is what the peer knew. */
  clear(): void {
    this.#told.length = 0
    this.#pending.clear()
    this.#prefixMayAt.clear()
    this.#peerMayAt = 0
    this.#earliest = NEVER
    this.#hasSent = false
    this.isCongested = false
    this.count = 0
  }
}

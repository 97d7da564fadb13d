/** What a transfer waits for at the sink, and how it ends. */
import type { Expectation, SinkJob, SinkReport } from '../jobs.ts'
import type { Shared } from '../shared.ts'
import type { CanaryWatch } from './canary-watch.ts'
import {
  countMissing,
  countUnsent,
  countWords,
  type Expected,
  type LastWords,
  lastWords,
} from './expected.ts'
import { lookForNothing, lookForSet, lookForTable } from './look-for.ts'
import type { PrefixTable } from './prefix-set.ts'
import { SeenByNumber } from './seen-by-number.ts'
import type { Tally } from './tally.ts'

/** When all prefixes are there, the last canaries may take this much longer. */
const TAIL_MS = 1000

export interface Sight {
  /** Only octets are counted. */
  readonly drain: boolean
  readonly bytes: Uint8Array
  readonly tally: Tally
  readonly canaries: CanaryWatch
  readonly shared: Shared
}

export class Awaited {
  readonly over: Promise<SinkReport>
  readonly #job: SinkJob
  readonly #sight: Sight
  readonly #byNumber: SeenByNumber | undefined
  readonly #groupSize: number
  #beganAtMs: number
  #resolve: (report: SinkReport) => void = () => {}
  #words: LastWords | undefined
  #expected: Expected | undefined
  /** Prefixes announced and withdrawn, each time counted. */
  #count: number | undefined
  /** No reason to look closely before there are so many different prefixes. */
  #lookAgainAt = 0
  #firstUpdateAtMs: number | undefined
  #lastUpdateAtMs: number | undefined
  #completedAtMs: number | undefined
  /** UPDATEs, or octets where nothing else is known, when something last came. */
  #progress = 0
  #progressAtMs: number
  #keepaliveOctets = 0
  #isSent = false
  #isOver = false

  constructor(job: SinkJob, sight: Sight, nowMs: number, table: PrefixTable | undefined) {
    this.#job = job
    this.#sight = sight
    this.#beganAtMs = nowMs
    this.#progressAtMs = nowMs
    this.over = new Promise((resolve) => {
      this.#resolve = resolve
    })
    const { stream } = job
    this.#groupSize = stream?.type === 'synthetic' ? stream.groupSize : 1
    this.#byNumber = job.window && new SeenByNumber(job.window)
    this.#lookFor(table)
    if (job.expect) this.#foresee(job.expect)
  }

  /** All is sent: this is what. */
  expect(expectation: Expectation, nowMs: number): void {
    if (this.#isOver) return
    this.#isSent = true
    this.#foresee(expectation)
    // What was awaited may be there already.
    const atMs = this.#lastUpdateAtMs ?? nowMs
    const { drain, tally, canaries } = this.#sight
    if (drain) this.drained(atMs)
    else if (this.#isComplete(tally.prefixes + tally.withdrawals - canaries.hits))
      this.#complete(atMs)
  }

  #foresee({ shares, prefixes, lost }: Expectation): void {
    const { stream, until } = this.#job
    const { tally, canaries } = this.#sight
    this.#count = prefixes
    canaries.forgo(lost)
    if (tally.set) this.#expected = tally.set.wanted
    else if (until === 'prefixes' && stream?.type === 'synthetic') {
      this.#words = lastWords(stream, shares)
      this.#expected = countWords(this.#words, stream.groupSize)
    }
    this.#lookAgainAt = 0
  }

  /** After a read. True when a window may be open again. */
  received(nowMs: number): boolean {
    if (this.#isOver) return false
    const { bytes, tally, shared, canaries } = this.#sight
    if (!this.#progressed(tally.updates, nowMs)) return false
    this.#lastUpdateAtMs = nowMs
    const prefixes = tally.prefixes + tally.withdrawals - canaries.hits
    if (prefixes > 0) this.#firstUpdateAtMs ??= nowMs
    if (this.#isComplete(prefixes)) this.#complete(nowMs)
    if (!this.#job.window) return false
    if (this.#byNumber && tally.lastUpdate >= 0) this.#byNumber.sample(bytes, tally.lastUpdate)
    const byPrefixes = Math.floor(prefixes / this.#groupSize)
    shared.set('updatesSeen', Math.max(byPrefixes, this.#byNumber?.total ?? 0))
    shared.set('probesSeen', canaries.probesSeen)
    Atomics.add(shared.progress, 0, 1)
    Atomics.notify(shared.progress, 0)
    return true
  }

  /** After a read of which only the octets are known. */
  drained(nowMs: number): void {
    if (this.#isOver) return
    const { shared } = this.#sight
    // A hub gives the sink its own KEEPALIVEs back, a switch those of its one source: as many.
    if (this.#progressed(shared.get('octetsReceived') - this.#keepaliveOctets, nowMs)) {
      this.#lastUpdateAtMs = nowMs
      this.#firstUpdateAtMs ??= nowMs
    }
    if (this.#isDrained()) this.#complete(nowMs)
  }

  /** The sink, and each source with it, has sent one of so many octets. */
  sentKeepalive(octets: number): void {
    this.#keepaliveOctets += octets
  }

  /** From time to time: is it over, because nothing comes any more? */
  look(nowMs: number): void {
    if (this.#isOver) return
    const { shared } = this.#sight
    const lastMs = Math.max(this.#beganAtMs, this.#progressAtMs, shared.get('lastSentAtMs'))
    const quietMs = nowMs - lastMs
    if (this.#completedAtMs !== undefined) {
      if (quietMs > Math.min(TAIL_MS, this.#job.idleTimeoutMs)) this.end('complete')
    } else if (quietMs > this.#job.idleTimeoutMs) {
      // Whoever packs the prefixes in another way sends another number of octets.
      if (this.#sight.drain && this.#isSent) this.#complete(this.#lastUpdateAtMs ?? nowMs)
      else this.#giveUp()
    }
  }

  /** KEEPALIVEs are none: a transfer to which nothing more comes would never end. */
  #progressed(progress: number, nowMs: number): boolean {
    if (progress <= this.#progress) return false
    this.#progress = progress
    this.#progressAtMs = nowMs
    return true
  }

  #giveUp(): void {
    const isShort = this.#job.canaries.length > 0 && this.#sight.canaries.isComplete
    this.end(isShort ? 'short' : 'timeout', this.#whatIsMissing())
  }

  lose(reason: string): void {
    this.end('session-lost', reason)
  }

  end(outcome: SinkReport['outcome'], reason?: string): void {
    if (this.#isOver) return
    this.#isOver = true
    const { tally, canaries } = this.#sight
    const expected = this.#expected?.announced ?? 0
    const missing = this.#missing()
    const times = {
      ...(this.#firstUpdateAtMs !== undefined && { firstUpdateAtMs: this.#firstUpdateAtMs }),
      ...(this.#completedAtMs !== undefined && { completedAtMs: this.#completedAtMs }),
      ...(this.#lastUpdateAtMs !== undefined && { lastUpdateAtMs: this.#lastUpdateAtMs }),
    }
    this.#resolve({
      outcome,
      ...(reason !== undefined && { reason }),
      ...times,
      expectedPrefixes: this.#expected ? expected + this.#expected.withdrawn : (this.#count ?? 0),
      missingPrefixes: missing.announced + missing.withdrawn,
      repeatedPrefixes: tally.repeated,
      foreignPrefixes: tally.foreign + this.#unsent(),
      canariesSeenAtMs: canaries.seenAtMs,
    })
  }

  #lookFor(table: PrefixTable | undefined): void {
    const { stream, until } = this.#job
    const { tally } = this.#sight
    if (until !== 'prefixes' || !stream) lookForNothing(tally)
    else if (stream.type === 'synthetic') lookForTable(tally, stream)
    else if (table) lookForSet(tally, table)
  }

  /** As many octets as were sent: so it is with a relay. */
  #isDrained(): boolean {
    const { shared } = this.#sight
    if (!this.#isSent) return false
    return this.#progress >= shared.get('octetsSent') || this.#job.until === 'sent'
  }

  #isComplete(prefixes: number): boolean {
    const { until } = this.#job
    if (this.#sight.drain) return false
    const { canaries } = this.#sight
    if (until === 'canaries') return canaries.isComplete
    if (until === 'sent') return this.#isSent
    if (this.#count === undefined) return false
    if (until === 'count') return prefixes >= this.#count
    return this.#hasAllPrefixes()
  }

  #hasAllPrefixes(): boolean {
    const { tally } = this.#sight
    const expected = this.#expected
    if (!expected || tally.distinctWithdrawn < expected.withdrawn) return false
    const together = tally.distinct + tally.distinctWithdrawn
    if (tally.distinct < expected.announced || together < this.#lookAgainAt) return false
    if (!this.#words) return true
    if (expected.withdrawn === 0 && tally.distinct === tally.size + tally.size6) return true
    const { announced, withdrawn } = this.#missing()
    // Each one that is missing needs one more that is seen.
    this.#lookAgainAt = together + announced + withdrawn
    return announced + withdrawn === 0
  }

  /** Of the table, but nobody has sent them in this transfer. */
  #unsent(): number {
    const { stream } = this.#job
    return this.#words && stream?.type === 'synthetic'
      ? countUnsent(this.#words, stream.groupSize, this.#sight.tally.seen)
      : 0
  }

  #missing(): Expected {
    const { tally, canaries } = this.#sight
    const { stream } = this.#job
    if (this.#words && stream?.type === 'synthetic')
      return countMissing(this.#words, stream.groupSize, tally.seen, tally.withdrawn)
    const expected = this.#expected
    if (expected)
      return {
        announced: expected.announced - tally.distinct,
        withdrawn: expected.withdrawn - tally.distinctWithdrawn,
      }
    if (this.#sight.drain) return { announced: 0, withdrawn: 0 }
    const counted = tally.prefixes + tally.withdrawals - canaries.hits
    return { announced: Math.max(0, (this.#count ?? 0) - counted), withdrawn: 0 }
  }

  #complete(nowMs: number): void {
    if (this.#completedAtMs === undefined) {
      this.#completedAtMs = nowMs
      this.#beganAtMs = nowMs
    }
    if (this.#sight.canaries.isComplete || this.#job.until === 'sent') this.end('complete')
  }

  #whatIsMissing(): string {
    const { announced, withdrawn } = this.#missing()
    const seconds = this.#job.idleTimeoutMs / 1000
    if (this.#job.until === 'canaries') return `a canary has not come, and nothing for ${seconds} s`
    const count = announced + withdrawn
    const missing = count === 1 ? '1 prefix has' : `${count} prefixes have`
    return `${missing} not come, and nothing for ${seconds} s`
  }
}

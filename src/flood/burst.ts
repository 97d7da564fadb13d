/** One transfer of a test with its figures: what the record and the events say of it. */
import type { CanaryTimes, Totals, TransferOutcome, TransferResult } from './types.ts'
import type { Usage } from './usage.ts'

/** `function` is the test of mode `func`: one UPDATE there and back. */
export type BurstKind = 'conditioning' | 'burst' | 'rate' | 'file' | 'function'

export interface BurstHead {
  /** From 1; all transfers of a test are numbered together. */
  readonly number: number
  readonly kind: BurstKind
  /** From 1; 0 outside the repeats (conditioning). */
  readonly repeat: number
  /** Not in the statistics: conditioning, and the first of several repeats. */
  readonly cold: boolean
  readonly sources: 'first' | 'all'
}

/** A canary in one burst; times are from the start of the burst, `null` when it was not seen. */
export interface CanaryFigures {
  readonly source: number
  readonly prefix: string
  readonly sentMs: number
  readonly seenMs: number | null
}

/** The rate between two looks at the sink. */
export interface Interval {
  /** End of the interval, from the start of the transfer. */
  readonly endMs: number
  readonly updatesReceived: number
  readonly updatesPerS: number
}

/** Times are from the start of the transfer; `null` when that did not happen. Never negative. */
export interface Burst extends BurstHead, Totals {
  readonly outcome: TransferOutcome
  readonly reason?: string
  readonly startedAtMs: number
  /** The kernel had taken the last octet. */
  readonly sendMs: number
  readonly firstUpdateMs: number | null
  /** The last UPDATE that was seen, complete or not. */
  readonly lastUpdateMs: number | null
  /** Everything that was awaited had been seen: the time of the burst. */
  readonly completeMs: number | null
  /** Senders had a socket that took no more. */
  readonly blockedMs: number
  /** Received (sent, where nobody counts), over the time up to the last of them. */
  readonly updatesPerS: number | null
  readonly prefixesPerS: number | null
  /** 10^6 octets. */
  readonly megabytesPerS: number | null
  readonly expectedPrefixes: number
  readonly missingPrefixes: number
  readonly repeatedPrefixes: number
  readonly foreignPrefixes: number
  readonly head: readonly CanaryFigures[]
  readonly tail: readonly CanaryFigures[]
  readonly intervals: readonly Interval[]
  /** What the device under test used meanwhile. */
  readonly usage?: Usage
}

export interface Measured {
  readonly result: TransferResult
  readonly intervals: readonly Interval[]
  readonly usage?: Usage
  /** Without a counting sink UPDATEs and prefixes are those of the senders. */
  readonly counted: boolean
}

export const burstOf = (head: BurstHead, measured: Measured): Burst => {
  const { result, intervals, usage, counted } = measured
  const since = (atMs: number | undefined) =>
    atMs === undefined ? null : Math.max(0, atMs - result.startedAtMs)
  const { outcome, reason, startedAtMs, blockedMs } = result
  const lastUpdateMs = since(result.lastUpdateAtMs)
  const sendMs = Math.max(0, result.sentAtMs - startedAtMs)
  return {
    ...head,
    outcome,
    ...(reason === undefined ? {} : { reason }),
    startedAtMs,
    sendMs,
    firstUpdateMs: since(result.firstUpdateAtMs),
    lastUpdateMs,
    completeMs: outcome === 'complete' ? (since(result.completedAtMs) ?? lastUpdateMs) : null,
    blockedMs,
    ...totalsOf(result),
    ...ratesOf(result, counted, counted ? lastUpdateMs : (lastUpdateMs ?? sendMs)),
    expectedPrefixes: result.expectedPrefixes,
    missingPrefixes: result.missingPrefixes,
    repeatedPrefixes: result.repeatedPrefixes,
    foreignPrefixes: result.foreignPrefixes,
    head: result.head.map((one) => canaryFigures(one, startedAtMs)),
    tail: result.tail.map((one) => canaryFigures(one, startedAtMs)),
    intervals,
    ...(usage ? { usage } : {}),
  }
}

export const totalsOf = (from: Totals): Totals => ({
  updatesSent: from.updatesSent,
  prefixesSent: from.prefixesSent,
  octetsSent: from.octetsSent,
  updatesReceived: from.updatesReceived,
  prefixesReceived: from.prefixesReceived,
  withdrawalsReceived: from.withdrawalsReceived,
  octetsReceived: from.octetsReceived,
})

const ratesOf = (totals: Totals, counted: boolean, ms: number | null) => {
  const perS = (count: number) => (ms === null || ms <= 0 ? null : (count / ms) * 1000)
  const isReceived = counted || totals.octetsReceived > 0
  const octets = perS(isReceived ? totals.octetsReceived : totals.octetsSent)
  return {
    updatesPerS: perS(counted ? totals.updatesReceived : totals.updatesSent),
    prefixesPerS: perS(
      counted ? totals.prefixesReceived + totals.withdrawalsReceived : totals.prefixesSent,
    ),
    megabytesPerS: octets === null ? null : octets / 1e6,
  }
}

/** The first canary may have been given to the kernel before the clock of the burst started. */
const canaryFigures = (times: CanaryTimes, startedAtMs: number): CanaryFigures => ({
  source: times.source,
  prefix: times.prefix,
  sentMs: Math.max(0, times.sentAtMs - startedAtMs),
  seenMs: times.seenAtMs === undefined ? null : Math.max(0, times.seenAtMs - startedAtMs),
})

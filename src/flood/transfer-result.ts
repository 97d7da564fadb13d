/** What both halves report, as one result. */
import type { Booking } from './booking.ts'
import { canaryPrefix } from './canary.ts'
import type { Reports } from './play-booking.ts'
import type { CanaryTimes, Totals, TransferOutcome, TransferResult } from './types.ts'

export const resultOf = (
  booking: Booking,
  reports: Reports,
  totals: Totals,
  interrupted: boolean,
): TransferResult => {
  const { source, sink } = reports
  const { outcome, reason } = verdict(reports, interrupted)
  return {
    ...totals,
    outcome,
    ...(reason !== undefined && { reason }),
    startedAtMs: source.startedAtMs,
    sentAtMs: source.sentAtMs,
    ...(sink?.firstUpdateAtMs !== undefined && { firstUpdateAtMs: sink.firstUpdateAtMs }),
    ...(sink?.completedAtMs !== undefined && { completedAtMs: sink.completedAtMs }),
    ...(sink?.lastUpdateAtMs !== undefined && { lastUpdateAtMs: sink.lastUpdateAtMs }),
    expectedPrefixes: sink?.expectedPrefixes ?? source.prefixes,
    missingPrefixes: sink?.missingPrefixes ?? 0,
    repeatedPrefixes: sink?.repeatedPrefixes ?? 0,
    foreignPrefixes: sink?.foreignPrefixes ?? 0,
    head: canaryTimes(booking, reports, 'head'),
    tail: canaryTimes(booking, reports, 'tail'),
    blockedMs: source.blockedMs,
  }
}

/** Those that were sent. */
export const canaryTimes = (
  { source: { canaries, range } }: Booking,
  { source, sink }: Reports,
  end: 'head' | 'tail',
): readonly CanaryTimes[] =>
  canaries.flatMap((canary, index): CanaryTimes[] => {
    const sentAtMs = source.canariesSentAtMs[index]
    if (canary.end !== end || sentAtMs === undefined) return []
    const seenAtMs = sink?.canariesSeenAtMs[index]
    const prefix = canaryPrefix(range, canary.serial)
    return [
      { source: canary.source + 1, prefix, sentAtMs, ...(seenAtMs !== undefined && { seenAtMs }) },
    ]
  })

interface Verdict {
  readonly outcome: TransferOutcome
  readonly reason?: string | undefined
}

/** The first thing that went wrong. */
const verdict = ({ source, sink }: Reports, interrupted: boolean): Verdict => {
  if (interrupted) return { outcome: 'interrupted' }
  if (sink?.outcome === 'session-lost') return { outcome: 'session-lost', reason: sink.reason }
  if (source.lost.length > 0)
    return {
      outcome: 'session-lost',
      reason: source.lost.map((one) => `source ${one.source + 1}: ${one.reason}`).join('; '),
    }
  if (source.ended === 'time-limit') return { outcome: 'time-limit', reason: sink?.reason }
  if (!sink && source.ended === 'stopped')
    return { outcome: 'timeout', reason: 'the device takes no more' }
  return sink ? { outcome: sink.outcome, reason: sink.reason } : { outcome: 'complete' }
}

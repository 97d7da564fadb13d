/** What a run is worth, from its journal. Doubt outranks every assertion, passed or failed. */
import { EXIT } from '../lib/errors.ts'
import type { JournalEntry, Verdict } from '../model/event.ts'

export interface RunResult {
  readonly verdict: Verdict
  readonly reasons: readonly string[]
}

/** `aborted`: somebody ended the run. What invalidates it, as a fault that stays, outranks even that. */
export const verdictOf = (entries: readonly JournalEntry[], aborted: boolean): RunResult => {
  const doubts = entries.flatMap(doubtOf)
  const failures = entries.flatMap(failureOf)
  if (aborted && !entries.some(({ type }) => type === 'invalidated'))
    return { verdict: 'aborted', reasons: ['interrupted'] }
  if (doubts.length > 0) return { verdict: 'invalid', reasons: [...new Set(doubts)] }
  if (failures.length > 0) return { verdict: 'failed', reasons: failures }
  return { verdict: 'passed', reasons: [] }
}

/** Of several iterations the worst counts. */
export const worstOf = (results: readonly RunResult[]): RunResult => {
  const order: readonly Verdict[] = ['aborted', 'invalid', 'failed', 'passed']
  const verdict = order.find((name) => results.some((result) => result.verdict === name))
  const reasons = results.filter((result) => result.verdict === verdict)
  return { verdict: verdict ?? 'invalid', reasons: reasons.flatMap((result) => result.reasons) }
}

export const exitStatusOf = (verdict: Verdict): number => STATUS[verdict]

const STATUS: Readonly<Record<Verdict, number>> = {
  passed: EXIT.ok,
  failed: EXIT.failed,
  invalid: EXIT.untrustworthy,
  aborted: EXIT.interrupted,
}

const doubtOf = (entry: JournalEntry): readonly string[] => {
  switch (entry.type) {
    case 'steady-state-failed':
      return entry.reasons.map((reason) => `steady state: ${reason}`)
    case 'fault-unverified':
      return [`the ${entry.half} of ${entry.instance} was not verified: ${entry.reason}`]
    case 'observer-failed':
      return [`observation of ${entry.node} failed: ${entry.what}`]
    case 'invalidated':
      return [entry.reason]
    case 'settled':
      return entry.outcome === 'timeout' ? [settledText(entry)] : []
    default:
      return []
  }
}

const failureOf = (entry: JournalEntry): readonly string[] => {
  if (entry.type === 'assertion-judged' && !entry.passed) return [`${entry.text}: ${entry.got}`]
  const wrong = entry.type === 'settled' && WRONG.has(entry.outcome) && !entry.expected
  return wrong ? [settledText(entry)] : []
}

/** Findings about the network, unless an assertion asks for just that. */
const WRONG: ReadonlySet<string> = new Set(['converged-wrong', 'oscillating'])

const settledText = (entry: JournalEntry & { type: 'settled' }): string =>
  [
    `after the ${entry.half} of ${entry.instance} the network was: ${entry.outcome}`,
    ...entry.differences.slice(0, 3),
  ].join('; ')

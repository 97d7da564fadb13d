import { formatDuration } from '../lib/duration.ts'
import type { Phase } from '../model/fault.ts'
import type { Finding } from '../model/finding.ts'
import type { Limits, Step } from '../model/plan.ts'
import { endingOf } from './ending.ts'

/** What is wrong with the durations of one step. */
export const rehearseTimes = (
  step: Step,
  phases: readonly Phase[],
  { faultTtlMs }: Limits,
): readonly Finding[] => {
  const ending = endingOf(phases)
  const lastsMs = ending.type === 'itself' ? ending.afterMs : (step.forMs ?? 0)
  return [
    ...wrongFor(step, ending.type),
    ...(lastsMs > faultTtlMs ? [tooLong(step, lastsMs, faultTtlMs)] : []),
    ...overlapping(step, lastsMs),
  ]
}

const wrongFor = (step: Step, ending: ReturnType<typeof endingOf>['type']): readonly Finding[] => {
  if (ending === 'open' && step.forMs === undefined) {
    const message = `${step.do} does not end by itself: "for" is missing`
    return [{ step: step.id, key: 'do', message, hint: 'write for: 10s' }]
  }
  if (ending === 'open' || step.forMs === undefined) return []
  const why = ending === 'moment' ? 'is over in a moment' : 'ends by itself'
  return [{ step: step.id, key: 'for', message: `${step.do} ${why}`, hint: 'leave "for" out' }]
}

const tooLong = (step: Step, lastsMs: number, faultTtlMs: number): Finding => ({
  step: step.id,
  key: step.forMs === undefined ? 'with' : 'for',
  message: `lasts ${formatDuration(lastsMs)}, the limit fault-ttl is ${formatDuration(faultTtlMs)}`,
  hint: 'a shorter fault, or a longer fault-ttl',
})

/** One step does not break the same thing twice at a time. */
const overlapping = ({ id, every }: Step, lastsMs: number): readonly Finding[] => {
  if (!every || every.count === 1) return []
  const shortestMs = every.periodMs * (1 - 2 * every.jitter)
  if (shortestMs >= lastsMs) return []
  const drift = every.jitter > 0 ? ' less jitter' : ''
  const message = `the period of ${formatDuration(every.periodMs)}${drift} is shorter than the fault, which lasts ${formatDuration(lastsMs)}`
  return [{ step: id, key: 'every', message, hint: 'a longer period' }]
}

/** Before anything is broken the network must be whole: else every later figure means nothing. */
import { NO_IMPAIRMENT } from '../model/impairment.ts'
import type { SteadyState } from '../model/plan.ts'
import type { Testbed } from '../model/testbed.ts'
import { askSessions, askTables, type Predict } from './ask.ts'
import type { Watch } from './watch.ts'

export interface Awaited {
  readonly steadyState: SteadyState
  readonly testbed: Testbed
  readonly watch: Watch
  readonly predict: Predict
}

/** t0, the moment at which it held, or what did not hold when the time was over. */
export type Steady = { readonly at: number } | { readonly reasons: readonly string[] }

export const awaitSteadyState = async (awaited: Awaited, signal: AbortSignal): Promise<Steady> => {
  const { clock } = awaited.testbed
  const deadline = clock.now() + awaited.steadyState.timeoutMs
  for (;;) {
    const reasons = await missing(awaited, signal)
    if (reasons.length === 0) return { at: clock.now() }
    if (clock.now() >= deadline) return { reasons }
    await clock.until(Math.min(deadline, clock.now() + POLL_MS), signal)
  }
}

const POLL_MS = 250

/** Asked from cheap to dear: nobody's table is of interest while a session is down. */
const missing = async (awaited: Awaited, signal: AbortSignal): Promise<readonly string[]> => {
  const { steadyState, testbed, watch, predict } = awaited
  const activity = watch.activity
  const lacking = steadyState.sessions
    ? (await askSessions(testbed, NO_IMPAIRMENT, signal)).differences
    : []
  if (lacking.length > 0) return lacking
  const noise = notQuiet(awaited)
  if (noise.length > 0) return noise
  if (!steadyState.routes) return []
  const { differences } = await askTables(testbed, NO_IMPAIRMENT, predict, signal)
  if (differences.length > 0) return differences
  return watch.activity === activity ? [] : ['routes changed while they were asked for']
}

const notQuiet = ({ steadyState, testbed, watch }: Awaited): readonly string[] => {
  const quietForMs = testbed.clock.now() - watch.lastActivityAt
  if (quietForMs >= steadyState.quietMs) return []
  return [`quiet for ${Math.max(0, Math.round(quietForMs))} ms of ${steadyState.quietMs} ms`]
}

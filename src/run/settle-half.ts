import type { Half, Outcome } from '../model/event.ts'
import { parseOutcome } from '../model/outcome-assertion.ts'
import type { Plan } from '../model/plan.ts'
import type { Activation } from '../model/timeline.ts'
import type { Horizon } from './horizon.ts'
import { settle } from './settle.ts'
import type { Stage } from './stage.ts'

export interface HalfPart {
  readonly activation: Activation
  readonly half: Half
  readonly startedAt: number
  readonly horizon: Horizon
  /** Whether a convergence here is the step's event `converged`; so it is unless told otherwise. */
  readonly announce?: boolean
}

/** Waits for the network to settle after one half of a fault, and journals how it did. */
export const settleHalf = async (
  { activation: { id, step }, half, startedAt, horizon, announce = true }: HalfPart,
  stage: Stage,
  signal: AbortSignal,
): Promise<Outcome> => {
  const { testbed, watch, predict, horizons, actuator, settleTimeoutMs: timeoutMs } = stage
  const impairment = () => actuator.impairment
  const { outcome, differences } = await settle(
    { testbed, watch, predict, impairment, startedAt, horizon, horizons, timeoutMs },
    signal,
  )
  const at = testbed.clock.now()
  const why = stage.signal.aborted ? 'interrupted' : 'healed before it settled'
  const note = outcome === 'aborted' ? { note: why } : {}
  const settled = {
    type: 'settled',
    at,
    instance: id,
    half,
    outcome,
    differences,
    ...(isExpected(stage.plan, { names: [id, step], half, outcome }) && {
      expected: true as const,
    }),
    ...note,
  } as const
  stage.journal.write(settled)
  if (outcome === 'converged' && announce) stage.board.reached(id, 'converged', at)
  return outcome
}

interface Settled {
  readonly names: readonly string[]
  readonly half: Half
  readonly outcome: Outcome
}

/** Only of what the network does: whoever asks for a timeout has not been told how it ended. */
const isExpected = ({ assertions }: Plan, { names, half, outcome }: Settled): boolean =>
  (outcome === 'converged-wrong' || outcome === 'oscillating') &&
  assertions.some(({ text }) => {
    const parsed = parseOutcome(text)
    if (!parsed || 'problem' in parsed) return false
    const { step, comparator, ...asked } = parsed.expected
    return (
      names.includes(step) &&
      asked.half === half &&
      comparator === '==' &&
      asked.outcome === outcome
    )
  })

/** Plays a plan on paper before anything is started: what would fail at run time is found here. */
import { InputError } from '../lib/errors.ts'
import type { Fault, Phase } from '../model/fault.ts'
import type { Finding } from '../model/finding.ts'
import type { Plan, Step } from '../model/plan.ts'
import { circles } from './circles.ts'
import { endingOf } from './ending.ts'
import { fold } from './fold.ts'
import { violates } from './limits.ts'
import { rehearseTimes } from './rehearse-times.ts'
import { schedule } from './schedule.ts'
import { activationId, createDraw, faultOf, iterationsOf, phasesOn, streamOf } from './timeline.ts'

/** Everything that is wrong with the steps of a plan whose names and parameters are right. */
export const rehearse = (plan: Plan, faults: readonly Fault[]): readonly Finding[] => {
  const scheduled = schedule(plan.steps)
  const steps = scheduled.map(({ step }) => step)
  const draw = createDraw(steps, plan, faults)
  const acts = new Map(steps.map((step) => [step.id, playStep(step, { plan, faults, draw })]))
  const endings = new Map([...acts].map(([id, { phases }]) => [id, phases && endingOf(phases)]))
  return [
    ...[...acts.values()].flatMap(({ findings }) => findings),
    ...collisions(steps),
    ...circles(scheduled),
    ...scheduled.flatMap(({ step, start }) => neverHealed(step, start, endings)),
  ]
}

interface Stage {
  readonly plan: Plan
  readonly faults: readonly Fault[]
  readonly draw: ReturnType<typeof createDraw>
}

interface Act {
  /** Of the first activation; absent when it cannot be played. */
  readonly phases?: readonly Phase[]
  readonly findings: readonly Finding[]
}

const playStep = (step: Step, { plan, faults, draw }: Stage): Act => {
  const fault = faultOf(step, faults)
  const chosen = attempt(step, 'on', () => draw(step))
  if ('finding' in chosen) return { findings: [chosen.finding] }
  const played = attempt(step, 'with', () =>
    chosen.value.map((targets, index) =>
      phasesOn(targets, {
        fault,
        params: step.with,
        topology: plan.topology,
        random: streamOf(step, iterationsOf(step)[index] ?? 1, plan.seed).fork('fault'),
      }),
    ),
  )
  if ('finding' in played) return { findings: [played.finding] }
  const [phases = []] = played.value
  const findings = [
    ...rehearseTimes(step, phases, plan.limits),
    ...beyondLimits(step, played.value, plan),
  ]
  return { phases, findings }
}

const attempt = <T>(
  step: Step,
  key: 'on' | 'with',
  act: () => T,
): { readonly value: T } | { readonly finding: Finding } => {
  try {
    return { value: act() }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { finding: { step: step.id, key, message: error.message, hint: error.hint } }
  }
}

/**
 * A step that is larger than a limit all alone is a mistake of the plan. Whether it would tear the
 * network apart is judged when it is due: it is skipped then, and the run says so.
 */
const beyondLimits = (
  step: Step,
  activations: readonly (readonly Phase[])[],
  { limits, topology }: Plan,
): readonly Finding[] => {
  // A flap goes through the same few effects again and again.
  const distinct = new Set(activations.flatMap((phases) => phases.map(({ effects }) => effects)))
  const counts = { ...limits, keepConnected: [] }
  const reason = [...distinct]
    .map((effects) => violates(counts, fold(effects, topology).values(), topology))
    .find((broken) => broken !== undefined)
  return reason === undefined ? [] : [{ step: step.id, key: 'on', message: reason }]
}

/** Names of activations share one space with the ids of steps. */
const collisions = (steps: readonly Step[]): readonly Finding[] => {
  const further = steps.flatMap((step) =>
    iterationsOf(step)
      .slice(1)
      .map((_, index) => ({ name: activationId(step.id, index + 1), step: step.id })),
  )
  return steps.flatMap(({ id }) => {
    const other = further.find(({ name }) => name === id)
    if (!other) return []
    const message = `${id} is also the name of an activation of ${other.step}`
    return [{ step: id, key: 'id', message, hint: 'choose another id' } as const]
  })
}

const neverHealed = (
  step: Step,
  start: ReturnType<typeof schedule>[number]['start'],
  endings: ReadonlyMap<string, ReturnType<typeof endingOf> | undefined>,
): readonly Finding[] => {
  if (start.type !== 'after' || start.event !== 'healed') return []
  const moment = start.steps.find((id) => endings.get(id)?.type === 'moment')
  if (moment === undefined) return []
  const message = `${moment} is over in a moment: there is nothing to be healed`
  return [{ step: step.id, key: 'after', message, hint: 'write event: converged or ended' }]
}

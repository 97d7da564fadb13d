/** Text of a plan file to a complete plan: all problems at once, or none. */
import { deepFreeze } from '../lib/deep-freeze.ts'
import { InputError } from '../lib/errors.ts'
import type { Fault } from '../model/fault.ts'
import type { Finding } from '../model/finding.ts'
import type { Load } from '../model/load.ts'
import type { AssertionText, Plan, SteadyState } from '../model/plan.ts'
import { type PlanFrame, planFrameSpec } from '../model/plan-spec.ts'
import type { Topology } from '../model/topology.ts'
import { checkAssertions } from './plan/assertions.ts'
import { readCells } from './plan/cells.ts'
import { checkLimits, limitsOf } from './plan/limits.ts'
import { assembleLoads, type Loads, readLoads } from './plan/loads.ts'
import { checkReferences } from './plan/references.ts'
import { readSteps, type Steps } from './plan/steps.ts'
import { findTopology, type TopologyLoaders } from './plan/topology-of-plan.ts'
import { withoutTwins } from './plan/twins.ts'
import { prune } from './plan/unsupported.ts'
import { checkUntil, untilOf } from './plan/until.ts'
import { type Problem, throwIfAny } from './problem.ts'
import { type Salvaged, salvage } from './salvage.ts'
import { readSource, type Source } from './yaml-source.ts'

export interface LoadPlanOptions extends TopologyLoaders {
  /** Stronger than the seed in the file. */
  readonly seed?: number | undefined
  readonly faults: readonly Fault[]
  readonly metricNames: readonly string[]
  /** Plays the plan on paper (run/rehearse.ts). */
  rehearse(plan: Plan): readonly Finding[]
}

/** `file` is the name that problems carry, and what a relative topology path starts from. */
export const loadPlan = async (
  file: string,
  text: string,
  options: LoadPlanOptions,
): Promise<Plan> => {
  const whole = readSource(file, text)
  throwIfAny(whole.problems)
  const { source, problems: later } = prune(whole)
  const frame = salvage(source, planFrameSpec)
  const steps = readSteps(source, ['steps'], options.faults)
  const loads = readLoads(source)
  const found = await findTopology(source, text, options)
  const problems = [
    ...later,
    ...frame.problems,
    ...steps.problems,
    ...loads.problems,
    ...checkReferences(source, steps.entries, loads.entries),
    ...(found.message === undefined ? [] : [source.problem(['topology'], found.message)]),
  ]
  const on = (topology: Topology | undefined) => {
    const load = topology && assembleLoads(source, loads, topology)
    const parts = { source, steps, load: load?.loads ?? [] }
    const plan =
      frame.value && topology && assemble({ ...parts, frame: frame.value, topology }, options)
    const judged = judge({ source, steps, loads, frame, plan }, options)
    return { plan: plan as Plan, problems: [...(load?.problems ?? []), ...judged] }
  }
  const { plan, problems: own } = on(found.topology)
  throwAll([...problems, ...own], found.problems)
  if (!frame.value?.matrix || options.topology) return deepFreeze(plan)
  const { cells, problems: ofCells } = await readCells({
    source,
    text,
    loaders: options,
    planOn: on,
  })
  throwAll(ofCells, [])
  const [only] = cells
  // A matrix of one cell says no more than how the topology differs.
  return deepFreeze(only && cells.length === 1 ? only.plan : { ...plan, cells })
}

interface Parts {
  readonly source: Source
  readonly steps: Steps
  readonly load: readonly Load[]
  readonly frame: PlanFrame
  readonly topology: Topology
}

const assemble = (
  { source, steps, load, frame, topology }: Parts,
  { seed }: Pick<LoadPlanOptions, 'seed'>,
): Plan => {
  const until = untilOf(frame.repeat.until)
  return {
    name: frame.name,
    ...(frame.description !== undefined && { description: frame.description }),
    seed: seed ?? frame.seed,
    topology,
    topologyAsWritten: frame.topology,
    steadyState: steadyStateOf(frame['steady-state']),
    load,
    steps: withoutTwins(steps.nodes),
    repeat: frame.repeat.count,
    ...(until && { until }),
    limits: limitsOf(frame.limits),
    assertions: placed(source, frame.assertions),
    ...(frame.trust.contention && { contention: frame.trust.contention }),
    ...(frame.control && { control: true as const }),
    probes: { intervalMs: frame.probes.interval, streams: frame.probes.streams },
  }
}

const placed = (source: Source, texts: readonly string[]): readonly AssertionText[] =>
  texts.map((text, index) => ({ text, place: source.place(['assertions', index]) }))

/** What is not listed is not asked for. */
const steadyStateOf = (entries: PlanFrame['steady-state']): SteadyState => ({
  sessions: entries.some(({ sessions }) => sessions !== undefined),
  routes: entries.some(({ routes }) => routes !== undefined),
  quietMs: entries.find(({ quiet }) => quiet)?.quiet?.for ?? 0,
  timeoutMs: entries.find(({ timeout }) => timeout !== undefined)?.timeout ?? 120_000,
})

interface Judged {
  readonly source: Source
  readonly steps: Steps
  readonly loads: Loads
  readonly frame: Salvaged<PlanFrame>
  readonly plan: Plan | undefined
}

/** What only the meaning shows; without a topology that is what the assertions say. */
const judge = (
  { source, steps, loads, frame, plan }: Judged,
  { metricNames, rehearse }: LoadPlanOptions,
): readonly Problem[] => {
  const loadNames = loads.entries.flatMap(({ id }) => id ?? [])
  const known = { metricNames, steps: stepNames(steps), loads: loadNames }
  return [
    ...checkAssertions(source, frame.value?.assertions ?? [], known, frame.origin),
    ...checkUntil(source, frame.value?.repeat.until, known, frame.origin),
    ...(plan ? checkLimits(source, plan.limits, plan.topology, frame.origin) : []),
    ...(plan ? rehearse(plan).map((finding) => problemOf(source, steps, finding)) : []),
  ]
}

const stepNames = ({ entries }: Steps): readonly string[] =>
  entries.flatMap(({ id, of }) => [id, of]).filter((name) => name !== undefined)

const problemOf = (source: Source, { entries }: Steps, finding: Finding): Problem => {
  const path = entries.find(({ id }) => id === finding.step)?.path ?? ['steps']
  const keyed = finding.key === undefined ? path : [...path, finding.key]
  return source.problem(keyed, finding.message, { hint: finding.hint })
}

/** Problems of the plan come before those of its topology, each with its own file. */
const throwAll = (own: readonly Problem[], elsewhere: readonly string[]): void => {
  const texts = [...textsOf(own), ...elsewhere]
  if (texts.length === 0) return
  const error = new InputError(texts)
  error.message = texts.join('\n\n')
  throw error
}

const textsOf = (problems: readonly Problem[]): readonly string[] => {
  try {
    throwIfAny(problems)
    return []
  } catch (error) {
    return (error as InputError).problems
  }
}

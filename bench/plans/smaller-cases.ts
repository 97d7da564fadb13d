/** All ways to make a case smaller by one thing, those that take most away first. */
import {
  type AfterText,
  type Case,
  type EntryText,
  type LinkText,
  type PlanFile,
  type StepText,
  stepsIn,
  stepsOf,
} from './case.ts'

export function* smallerCases(whole: Case): Generator<Case> {
  const { plan, topology } = whole
  for (const { id } of stepsOf(plan)) yield { ...whole, plan: withoutStep(plan, id) }
  for (const name of Object.keys(topology.nodes)) yield withoutNode(whole, name)
  for (const index of topology.links.keys())
    yield { ...whole, topology: { ...topology, links: topology.links.toSpliced(index, 1) } }
  for (const smaller of smallerPlans(plan)) yield { ...whole, plan: smaller }
  yield* plainerTopologies(whole)
}

/** Whoever waited for it starts when it would have at the earliest: at t0. */
const withoutStep = (plan: PlanFile, gone: string): PlanFile => ({
  ...plan,
  steps: plan.steps.flatMap((entry): EntryText[] => {
    const left = stepsIn(entry)
      .filter(({ id }) => id !== gone)
      .map((step) => notAfter(step, gone))
    if ('do' in entry) return left
    return left.length === 0 ? [] : [{ ...entry, [blockKey(entry)]: left }]
  }),
})

const blockKey = (entry: EntryText) => ('sequence' in entry ? 'sequence' : 'parallel')

const notAfter = (step: StepText, gone: string): StepText => {
  const { after, ...rest } = step
  if (after === undefined) return step
  const awaited = [typeof after === 'string' ? after : after.step].flat() as string[]
  const left = awaited.filter((id) => id !== gone)
  if (left.length === awaited.length) return step
  if (left.length === 0) return { ...rest, at: '0s' }
  return { ...rest, after: { ...(after as AfterText), step: left } }
}

const withoutNode = ({ seed, plan, topology }: Case, gone: string): Case => {
  const { [gone]: _, ...nodes } = topology.nodes
  const links = topology.links.filter(({ endpoints }) => !endpoints.includes(gone))
  return { seed, plan, topology: { ...topology, nodes, links } }
}

function* smallerPlans(plan: PlanFile): Generator<PlanFile> {
  for (const [index, entry] of plan.steps.entries())
    if (!('do' in entry))
      yield { ...plan, steps: plan.steps.toSpliced(index, 1, ...stepsIn(entry)) }
  for (const key of ['repeat', 'limits'] as const) if (key in plan) yield without(plan, key)
  for (const key of Object.keys(plan.limits ?? {}))
    yield { ...plan, limits: without(plan.limits ?? {}, key) }
  if (plan.probes.interval !== '0s') yield { ...plan, probes: { interval: '0s', streams: 0 } }
  for (const [index, entry] of plan.steps.entries())
    for (const smaller of 'do' in entry ? smallerSteps(entry) : [])
      yield { ...plan, steps: plan.steps.with(index, smaller) }
}

function* smallerSteps(step: StepText): Generator<StepText> {
  for (const key of ['every', 'with'] as const) if (key in step) yield without(step, key)
  for (const key of Object.keys(step.with ?? {}))
    yield { ...step, with: without(step.with ?? {}, key) }
  if (step.after !== undefined) yield { ...without(step, 'after'), at: '0s' }
  if (Array.isArray(step.on))
    for (const one of step.on as string[]) if (step.on.length > 1) yield { ...step, on: one }
  if (step.at !== undefined && step.at !== '0s') yield { ...step, at: '0s' }
  for (const key of ['at', 'for'] as const) {
    const shorter = rounder(step[key])
    if (shorter !== undefined) yield { ...step, [key]: shorter }
  }
}

/** `2347ms` as `2s`; undefined for what is round. */
const rounder = (text: string | undefined): string | undefined => {
  const milliseconds = /^(\d+)ms$/.exec(text ?? '')?.[1]
  if (milliseconds === undefined) return undefined
  return `${Math.max(1, Math.floor(Number(milliseconds) / 1000))}s`
}

function* plainerTopologies(whole: Case): Generator<Case> {
  const { topology } = whole
  if (topology.families) yield { ...whole, topology: without(topology, 'families') }
  for (const [name, node] of Object.entries(topology.nodes))
    for (const key of ['timers', 'kind', 'networks', 'route-reflector'] as const)
      if (node && key in node)
        yield {
          ...whole,
          topology: { ...topology, nodes: { ...topology.nodes, [name]: without(node, key) } },
        }
  for (const [index, link] of topology.links.entries())
    for (const key of Object.keys(link).filter((key) => key !== 'endpoints'))
      yield {
        ...whole,
        topology: {
          ...topology,
          links: topology.links.with(index, without(link, key) as LinkText),
        },
      }
}

const without = <Whole extends object, Key extends keyof Whole>(
  whole: Whole,
  key: Key,
): Omit<Whole, Key> => {
  const { [key]: _, ...rest } = whole
  return rest
}

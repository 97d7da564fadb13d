/** Expands a plan: every draw made, every target resolved, every activation written out. Pure. */
import { createRandom, type Random } from '../lib/random.ts'
import type { Effect } from '../model/effect.ts'
import type { Fault, Phase, Targets, TargetType } from '../model/fault.ts'
import type { Plan, Step } from '../model/plan.ts'
import type { Activation, ActivationStart, Timeline } from '../model/timeline.ts'
import type { Node, Topology } from '../model/topology.ts'
import { adjacentTo } from './adjacent.ts'
import type { Candidate } from './candidates.ts'
import { type Scheduled, type StepStart, schedule } from './schedule.ts'
import { select } from './select.ts'

/** The same plan gives the same timeline. Each step draws from a stream of its own. */
export const expand = (plan: Plan, faults: readonly Fault[]): Timeline => {
  const steps = schedule(plan.steps)
  const draw = createDraw(
    steps.map(({ step }) => step),
    plan,
    faults,
  )
  const idsOf = (step: string) => idsOfStep(step, steps)
  return steps.flatMap(({ step, start }) =>
    draw(step).map((chosen, index) =>
      activate({ step, start }, chosen, index, { plan, fault: faultOf(step, faults), idsOf }),
    ),
  )
}

/** Draws the targets of every activation of a step; what `distinct-from` names is drawn first. */
export const createDraw = (
  steps: readonly Step[],
  plan: Pick<Plan, 'seed' | 'topology'>,
  faults: readonly Fault[],
): ((step: Step) => readonly (readonly Candidate[])[]) => {
  const drawn = new Map<string, readonly (readonly Candidate[])[]>()
  const draw = (step: Step): readonly (readonly Candidate[])[] => {
    const known = drawn.get(step.id)
    if (known) return known
    // Set before the recursion: steps that are distinct from each other in a circle end here.
    drawn.set(step.id, [])
    const other = steps.find(({ id }) => id === step.on.distinctFrom)
    const taken = new Set(other && draw(other).flatMap((chosen) => chosen.map(({ key }) => key)))
    const targets = iterationsOf(step).map((iteration) =>
      select(step.on, {
        type: faultOf(step, faults).on,
        topology: plan.topology,
        random: streamOf(step, iteration, plan.seed).fork('targets'),
        taken,
      }),
    )
    drawn.set(step.id, targets)
    return targets
  }
  return draw
}

/** Effects over time on all targets together. */
export const phasesOn = (
  chosen: readonly Candidate[],
  { fault, params, topology, random }: Phasing,
): readonly Phase[] =>
  merge(
    targetsOf(fault, chosen).map((target) =>
      fault.phases(params, target, topology, () => random.next()),
    ),
  )

export interface Phasing {
  readonly fault: Fault
  readonly params: unknown
  readonly topology: Topology
  readonly random: Random
}

/** Draws of one activation: they depend on seed, step and iteration, and on no other step. */
export const streamOf = (step: Step, iteration: number, seed: number): Random =>
  createRandom(seed)
    .fork(step.of ?? step.id)
    .fork(String(iteration))

/** Numbers of the activations of a step, from 1. `storm.2` of `storm` is its second one. */
export const iterationsOf = ({ id, of, every }: Step): readonly number[] => {
  if (of === undefined) return Array.from({ length: every?.count ?? 1 }, (_, index) => index + 1)
  return [id === of ? 1 : Number(id.slice(of.length + 1))]
}

interface Activating {
  readonly plan: Plan
  readonly fault: Fault
  idsOf(step: string): readonly string[]
}

const activate = (
  { step, start }: Scheduled,
  chosen: readonly Candidate[],
  index: number,
  { plan, fault, idsOf }: Activating,
): Activation => {
  const { topology, seed } = plan
  const stream = streamOf(step, iterationsOf(step)[index] as number, seed)
  const random = stream.fork('fault')
  const phases = phasesOn(chosen, { fault, params: step.with, topology, random })
  const silences = targetsOf(fault, chosen).map((target) =>
    fault.silentForMs(step.with, target, topology),
  )
  return {
    id: activationId(step.id, index),
    step: step.of ?? step.id,
    fault: fault.name,
    params: step.with,
    on: chosen.map(({ text }) => text),
    adjacent: adjacentTo(fault.on, chosen, phases, topology),
    start: startOf(start, offsetMs(step, index, stream.fork('jitter')), idsOf),
    ...(step.forMs !== undefined && { forMs: step.forMs }),
    phases,
    silentForMs: Math.max(...silences),
    place: step.place,
  }
}

export const activationId = (step: string, index: number): string =>
  index === 0 ? step : `${step}.${index + 1}`

const idsOfStep = (id: string, steps: readonly Scheduled[]): readonly string[] => {
  const found = steps.find(({ step }) => step.id === id)
  return found ? iterationsOf(found.step).map((_, index) => activationId(id, index)) : []
}

/** Whole milliseconds after the start of the step; never before it. */
const offsetMs = ({ every }: Step, index: number, random: Random): number => {
  if (!every) return 0
  const { firstMs, periodMs, jitter } = every
  const drift = (random.next() * 2 - 1) * jitter * periodMs
  return Math.max(0, Math.round(firstMs + index * periodMs + drift))
}

const startOf = (
  start: StepStart,
  offset: number,
  idsOf: (step: string) => readonly string[],
): ActivationStart =>
  start.type === 'at'
    ? { type: 'at', atMs: start.atMs + offset }
    : {
        type: 'after',
        activations: start.steps.flatMap(idsOf),
        event: start.event,
        delayMs: start.delayMs + offset,
      }

const targetsOf = (fault: Fault, chosen: readonly Candidate[]): readonly Targets[TargetType][] =>
  fault.on === 'nodes'
    ? [chosen.map(({ target }) => target as Node)]
    : chosen.map(({ target }) => target)

/** Several targets at once: at every time at which one of them changes, the effects of all. */
const merge = (all: readonly (readonly Phase[])[]): readonly Phase[] => {
  if (all.length === 1) return all[0] as readonly Phase[]
  const times = [...new Set(all.flat().map(({ afterMs }) => afterMs))].sort((a, b) => a - b)
  return times.map((afterMs) => ({
    afterMs,
    effects: all.flatMap((phases) => currentEffects(phases, afterMs)),
  }))
}

const currentEffects = (phases: readonly Phase[], atMs: number): readonly Effect[] =>
  phases.findLast(({ afterMs }) => afterMs <= atMs)?.effects ?? []

export const faultOf = (step: Step, faults: readonly Fault[]): Fault => faultNamed(step.do, faults)

/** Plans are checked before they get here, so a name that is not known is our mistake. */
export const faultNamed = (name: string, faults: readonly Fault[]): Fault => {
  const fault = faults.find((candidate) => candidate.name === name)
  if (!fault) throw new Error(`the plan was not checked: no fault ${name}`)
  return fault
}

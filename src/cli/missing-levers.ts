import { InputError } from '../lib/errors.ts'
import type { Effect } from '../model/effect.ts'
import type { Kind } from '../model/kind.ts'
import type { Plan } from '../model/plan.ts'
import type { Timeline } from '../model/timeline.ts'
import type { Shape, Topology } from '../model/topology.ts'

interface Lever {
  readonly works: boolean
  readonly remedy?: string
}

/** Whether a timeline asks for what not every kernel has. Then the kernel is tried before anything is started. */
export const asksForNetem = (timeline: Timeline): boolean =>
  timeline.some(({ phases }) =>
    phases.some(({ effects }) => effects.flatMap(leversOf).includes('netem')),
  )

/** Refuses, at its line and before anything is done, what this engine and kernel cannot bring about. */
export const refuseMissingLevers = (
  timeline: Timeline,
  { levers }: { readonly levers: ReadonlyMap<string, Lever> },
): void => {
  const problems = timeline.flatMap(({ phases, place, fault }) => {
    const needed = new Set(phases.flatMap(({ effects }) => effects.flatMap(leversOf)))
    return [...needed].flatMap((lever) => {
      const info = levers.get(lever)
      return info?.works
        ? []
        : [`${place}: ${fault} cannot work here: ${info?.remedy ?? `no lever ${lever}`}`]
    })
  })
  if (problems.length > 0) throw new InputError([...new Set(problems)])
}

/** Links that the topology itself makes slow, by name: they too need what not every kernel has. */
export const slowLinks = ({ links }: Topology): readonly string[] =>
  links.filter(({ shape }) => needsNetem(shape)).map(({ id }) => id)

/** Refuses a topology with such links before anything is made of it. */
export const refuseSlowLinks = (
  topology: Topology,
  { levers }: { readonly levers: ReadonlyMap<string, Lever> },
): void => {
  const netem = levers.get('netem')
  const links = slowLinks(topology)
  if (links.length === 0 || netem?.works) return
  throw new InputError(`${links.join(', ')}: delay and jitter cannot work here`, {
    hint: netem?.remedy ?? 'chaoslemur doctor tells what this kernel can do',
  })
}

/** Refuses, at its line, a load into a router that cannot get a neighbour while it runs. */
export const refuseUnfitLoads = (
  { load, topology }: Pick<Plan, 'load' | 'topology'>,
  kindOf: (name: string) => Kind,
): void => {
  const problems = load.flatMap(({ into, out, place }) =>
    [...new Set([into, out])].flatMap((name) => {
      const kind = topology.nodes.find((node) => node.name === name)?.kind ?? ''
      return kindOf(kind).act.guest
        ? []
        : [`${place}: ${name} is of kind ${kind}, which carries no load`]
    }),
  )
  if (problems.length > 0) throw new InputError(problems)
}

const leversOf = (effect: Effect): readonly (Effect['lever'] | 'netem')[] =>
  effect.lever === 'shape' && needsNetem(effect.shape) ? ['shape', 'netem'] : [effect.lever]

/** Loss and rate have other means. */
const needsNetem = ({ delayMs, jitterMs, corrupt, duplicate, reorder }: Shape): boolean =>
  [delayMs, jitterMs, corrupt, duplicate, reorder].some((value) => (value ?? 0) > 0)

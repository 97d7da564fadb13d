/** Why a path won, by the step of the decision process that set it apart from the next best one. */
import { best, decidedBy } from '../../bgp/decide.ts'
import type { NodeName } from '../../model/topology.ts'
import type { Route } from '../../solve/route.ts'
import type { Choice } from './replay.ts'

export interface Why {
  /** Name of the step of src/bgp/decide.ts; absent when there was nothing to compare. */
  readonly step?: string
  /** In words. */
  readonly words: string
}

/**
 * Of what could be chosen from at that time. `teller` names the router that a route came from.
 * Undefined when it is not known why.
 */
export const whyOf = (
  { path, grounds }: Choice,
  at: number,
  teller: (route: Route) => NodeName,
): Why | undefined => {
  if (!path) return { words: 'no path is left' }
  if (path.source === 'local') return { words: 'its own network' }
  const known = grounds.findLast((one) => one.at <= at) ?? grounds[0]
  if (!known || known.hasUnknown) return undefined
  const own = known.candidates.find((one) => one.via === path.via) ?? path
  const next = best(known.candidates.filter((other) => other !== own))?.path
  if (!next) return { words: 'the only path that it has' }
  const { name, number } = decidedBy(own, next)
  const [mine, other] = [own, next].map((route) => VALUES[name]?.(route))
  const values = mine === undefined || other === undefined ? '' : `, ${mine} against ${other}`
  return {
    step: name,
    words: `by ${name} (step ${number})${values} of the one from ${teller(next)}`,
  }
}

const VALUES: Readonly<Record<string, (route: Route) => string | number>> = {
  'local preference': ({ localPref }) => localPref,
  'AS path length': ({ asPathLength }) => asPathLength,
  origin: ({ origin }) => origin,
  MED: ({ med }) => med,
  'eBGP over iBGP': ({ source }) => source,
  'IGP cost': ({ igpCost }) => igpCost,
  'router id': ({ routerId }) => [24, 16, 8, 0].map((s) => (routerId >>> s) & 0xff).join('.'),
  'cluster list length': ({ clusterListLength }) => clusterListLength,
}

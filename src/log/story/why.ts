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

/** `teller` names the router that a route came from. Undefined when it is not known why. */
export const whyOf = (
  { decision, candidates, hasUnknown }: Choice,
  teller: (route: Route) => NodeName,
): Why | undefined => {
  if (!decision) return { words: 'no path is left' }
  const { path } = decision
  if (path.source === 'local') return { words: 'its own network' }
  if (hasUnknown) return undefined
  const next = best(candidates.filter((other) => other !== path))?.path
  if (!next) return { words: 'the only path that it has' }
  const { name, number } = decidedBy(path, next)
  const [own, other] = [path, next].map((route) => VALUES[name]?.(route))
  const values = own === undefined || other === undefined ? '' : `, ${own} against ${other}`
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

/** Judged anew from the journal: nothing here is shared with the runner's own limits. */
import type { Effect } from '../../../src/model/effect.ts'
import type { Plan } from '../../../src/model/plan.ts'
import type { LinkId, NodeName, Topology } from '../../../src/model/topology.ts'
import { allOf, effectsInForce } from '../effects-in-force.ts'
import type { Played } from '../played.ts'
import type { Invariant } from './invariant.ts'

/** At every instant. */
export const limitsHold: Invariant = {
  name: 'limits-hold',
  check: (played) => [
    ...[...effectsInForce(played.entries)]
      .filter(({ entry }) => entry.type === 'effects-applied')
      .flatMap(({ entry, effects }) =>
        beyond(allOf(effects), played.plan).map((what) => `line ${entry.seq}: ${what}`),
      ),
    ...lastTooLong(played),
  ],
}

const beyond = (effects: readonly Effect[], { limits, topology }: Plan): readonly string[] => {
  const stopped = nodesThat(effects, 'stopped')
  const nodes = new Set([...stopped, ...nodesThat(effects, 'paused')])
  const links = linksDown(effects, topology)
  const { nodesDown = Number.POSITIVE_INFINITY, linksDown: most = Number.POSITIVE_INFINITY } =
    limits
  return [
    ...(nodes.size > nodesDown ? [`${nodes.size} nodes are down`] : []),
    ...(links.size > most ? [`${links.size} links are down`] : []),
    ...(isParted(topology, limits.keepConnected, stopped, links) ? ['not connected'] : []),
  ]
}

const nodesThat = (effects: readonly Effect[], state: string): ReadonlySet<NodeName> =>
  new Set(
    effects.flatMap((effect) =>
      effect.lever === 'process' && effect.state === state ? [effect.node] : [],
    ),
  )

const linksDown = (effects: readonly Effect[], { links }: Topology): ReadonlySet<LinkId> =>
  new Set(
    links
      .filter(({ id, ends }) =>
        effects.some((effect) => {
          if (effect.lever === 'carrier' || effect.lever === 'admin') return effect.end.link === id
          if (effect.lever === 'shape') return effect.end.link === id && effect.shape.loss === 1
          if (effect.lever !== 'filter') return false
          return (
            ends.some(({ node }) => node === effect.node) &&
            effect.drop.some(
              ({ link = id, from, to, bgpOnly }) =>
                link === id && from === undefined && to === undefined && !bgpOnly,
            )
          )
        }),
      )
      .map(({ id }) => id),
  )

/** Spreads from the first of the nodes. */
const isParted = (
  { links }: Topology,
  kept: readonly NodeName[],
  stopped: ReadonlySet<NodeName>,
  down: ReadonlySet<LinkId>,
): boolean => {
  const reached = new Set(kept.slice(0, 1).filter((node) => !stopped.has(node)))
  for (const node of reached)
    for (const { id, ends } of links)
      if (!down.has(id) && ends.some((end) => end.node === node))
        for (const end of ends) if (!stopped.has(end.node)) reached.add(end.node)
  return kept.some((node) => !reached.has(node))
}

/** Each fault from its verified injection to its heal. */
const lastTooLong = ({ entries, plan }: Played): readonly string[] => {
  const injectedAt = new Map<string, number>()
  return entries.flatMap((entry) => {
    if (entry.type === 'fault-injected') injectedAt.set(entry.instance, entry.at)
    if (entry.type !== 'fault-healed') return []
    const lastedMs = entry.at - (injectedAt.get(entry.instance) ?? entry.at)
    return lastedMs <= plan.limits.faultTtlMs ? [] : [`${entry.instance} lasted ${lastedMs} ms`]
  })
}

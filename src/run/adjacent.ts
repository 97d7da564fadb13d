import type { Effect } from '../model/effect.ts'
import type { Phase, TargetType } from '../model/fault.ts'
import { graphOf, neighbours } from '../model/graph.ts'
import type { NodeName, Topology } from '../model/topology.ts'
import type { Candidate } from './candidates.ts'

/**
 * The nodes whose reaction counts as detection: the ends of links and sessions, the neighbours of
 * nodes (over links and sessions), and both sides of a partition where it runs.
 */
export const adjacentTo = (
  type: TargetType,
  chosen: readonly Candidate[],
  phases: readonly Phase[],
  topology: Topology,
): readonly NodeName[] => {
  if (type === 'nodes')
    return inOrder(
      phases.flatMap(({ effects }) => effects.map(placeOf)),
      topology,
    )
  const own = chosen.flatMap(({ nodes }) => nodes.map(({ name }) => name))
  if (type !== 'node') return inOrder(own, topology)
  const linked = neighbours(graphOf(topology))
  const around = own.flatMap((name) => [...(linked.get(name) ?? []), ...peersOf(name, topology)])
  return inOrder(
    around.filter((name) => !own.includes(name)),
    topology,
  )
}

const peersOf = (name: NodeName, { sessions }: Topology): readonly NodeName[] =>
  sessions
    .filter(({ ends }) => ends.some(({ node }) => node === name))
    .flatMap(({ ends }) => ends.map(({ node }) => node))

const placeOf = (effect: Effect): NodeName => ('end' in effect ? effect.end.node : effect.node)

const inOrder = (names: readonly NodeName[], { nodes }: Topology): readonly NodeName[] =>
  nodes.map(({ name }) => name).filter((name) => names.includes(name))

/** The blast radius that a plan allows. Judged before every change, on what would then be broken. */
import type { LeverState } from '../model/effect.ts'
import { connected, graphOf, without } from '../model/graph.ts'
import type { Limits } from '../model/plan.ts'
import type { NodeName, Topology } from '../model/topology.ts'
import { impairmentOf } from './impairment.ts'

/** Why the states break a limit, or undefined when they keep all of them. */
export const violates = (
  limits: Limits,
  states: Iterable<LeverState>,
  topology: Topology,
): string | undefined => {
  const list = [...states]
  const { nodesDown, linksDown } = impairmentOf(list, topology)
  const broken = new Set([...nodesDown, ...paused(list)])
  return (
    tooMany('nodes', broken, limits.nodesDown) ??
    tooMany('links', linksDown, limits.linksDown) ??
    parted(limits, topology, { nodes: nodesDown, edges: linksDown })
  )
}

/** The nodes that `keep-connected` names: names, and `group:NAME` for all nodes of a group. */
export const keptNodes = (entries: readonly string[], topology: Topology): readonly NodeName[] =>
  topology.nodes
    .filter(
      ({ name, groups }) =>
        entries.includes(name) || groups.some((group) => entries.includes(`group:${group}`)),
    )
    .map(({ name }) => name)

/** A frozen router forwards, but it counts as one that is out of order. */
const paused = (states: readonly LeverState[]): readonly NodeName[] =>
  states.flatMap((state) =>
    state.lever === 'process' && state.state === 'paused' ? [state.node] : [],
  )

const tooMany = (
  what: 'nodes' | 'links',
  down: ReadonlySet<string>,
  most: number | undefined,
): string | undefined =>
  most === undefined || down.size <= most
    ? undefined
    : `${down.size} ${what} would be down (${[...down].sort().join(', ')}), the limit ${what}-down is ${most}`

const parted = (
  { keepConnected }: Limits,
  topology: Topology,
  gone: Parameters<typeof without>[1],
): string | undefined => {
  const kept = keptNodes(keepConnected, topology)
  return connected(without(graphOf(topology), gone), kept)
    ? undefined
    : `${kept.join(', ')} would no longer be connected (limit keep-connected)`
}

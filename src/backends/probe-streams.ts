import type { NodeName, Topology } from '../model/topology.ts'

/** Probes from one node, with its canary as source, to canaries of others. */
export interface ProbeStream {
  readonly from: NodeName
  readonly source: string
  readonly targets: readonly { readonly to: NodeName; readonly address: string }[]
}

/**
 * Every node probes one canary of every other node of its family. Beyond `limit` pairs a few nodes, evenly
 * chosen, probe some of the others: packets that leave together cost half as much as packets one by one.
 */
export const probeStreams = (topology: Topology, limit: number): readonly ProbeStream[] => {
  const pairs = topology.families.flatMap((family) => {
    const ends = topology.nodes.flatMap(({ name, networks }) => {
      const canary = networks.find((network) => network.family === family)?.canary
      return canary ? [{ name, canary }] : []
    })
    return ends.flatMap((from) => ends.filter((to) => to !== from).map((to) => ({ from, to })))
  })
  const kept = pairs.length > limit ? thinned(pairs, limit) : pairs
  const streams = new Map<
    string,
    { from: string; source: string; targets: { to: string; address: string }[] }
  >()
  for (const { from, to } of kept) {
    const stream = streams.get(from.canary) ?? { from: from.name, source: from.canary, targets: [] }
    stream.targets.push({ to: to.name, address: to.canary })
    streams.set(from.canary, stream)
  }
  return [...streams.values()]
}

/** Targets of one node, where there are more pairs than wanted. */
const TARGETS = 10

const thinned = <Pair extends { readonly from: { readonly canary: string } }>(
  pairs: readonly Pair[],
  limit: number,
): readonly Pair[] => {
  const groups = new Map<string, Pair[]>()
  for (const pair of pairs) {
    const { canary } = pair.from
    groups.set(canary, [...(groups.get(canary) ?? []), pair])
  }
  const each = Math.min(TARGETS, ...[...groups.values()].map(({ length }) => length))
  return evenly(evenly([...groups.values()], Math.ceil(limit / each)).flat(), limit)
}

/** `count` of them, or all. */
const evenly = <Item>(items: readonly Item[], count: number): readonly Item[] => {
  const step = Math.max(1, items.length / Math.max(1, count))
  return items.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step))
}

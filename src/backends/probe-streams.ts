import type { NodeName, Topology } from '../model/topology.ts'

/** Probes from one node, with its canary as source, to canaries of others. */
export interface ProbeStream {
  readonly from: NodeName
  readonly source: string
  readonly targets: readonly { readonly to: NodeName; readonly address: string }[]
}

/** Every node probes one canary of every other node of its family, thinned out evenly beyond `limit`. */
export const probeStreams = (topology: Topology, limit: number): readonly ProbeStream[] => {
  const pairs = topology.families.flatMap((family) => {
    const ends = topology.nodes.flatMap(({ name, networks }) => {
      const canary = networks.find((network) => network.family === family)?.canary
      return canary ? [{ name, canary }] : []
    })
    return ends.flatMap((from) => ends.filter((to) => to !== from).map((to) => ({ from, to })))
  })
  const step = Math.max(1, pairs.length / Math.max(1, limit))
  const kept = pairs.filter(
    (_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step),
  )
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

/** Reachability over the links of a topology, with some nodes and links taken away. */
import type { LinkId, NodeName, Topology } from '../model/topology.ts'

export interface Without {
  readonly nodes?: ReadonlySet<NodeName>
  readonly links?: ReadonlySet<LinkId>
}

/** Can all the named nodes reach each other? A node that was taken away reaches nobody. */
export const areConnected = (
  names: readonly NodeName[],
  topology: Topology,
  without: Without = {},
): boolean => {
  const [first] = names
  if (first === undefined) return true
  const reached = reachableFrom(first, topology, without)
  return names.every((name) => reached.has(name))
}

/** Links whose loss parts nodes that were connected. */
export const bridgeLinks = (topology: Topology): readonly LinkId[] =>
  topology.links
    .filter((link) => {
      const ends = link.ends.map(({ node }) => node)
      return !areConnected(ends, topology, { links: new Set([link.id]) })
    })
    .map(({ id }) => id)

/** Nodes whose loss parts nodes that were connected (articulation points). */
export const cutVertices = (topology: Topology): readonly NodeName[] =>
  topology.nodes
    .map(({ name }) => name)
    .filter((name) => {
      const neighbours = neighboursOf(name, topology, {})
      return !areConnected(neighbours, topology, { nodes: new Set([name]) })
    })

/** Nodes at the other ends of the links of a node, each once. */
export const neighboursOf = (
  name: NodeName,
  topology: Topology,
  { nodes, links }: Without = {},
): readonly NodeName[] => [
  ...new Set(
    topology.links
      .filter(({ id, ends }) => !links?.has(id) && ends.some(({ node }) => node === name))
      .flatMap(({ ends }) => ends.map(({ node }) => node))
      .filter((node) => node !== name && !nodes?.has(node)),
  ),
]

const reachableFrom = (
  start: NodeName,
  topology: Topology,
  without: Without,
): ReadonlySet<NodeName> => {
  if (without.nodes?.has(start)) return new Set()
  const reached = new Set([start])
  // A set takes additions while it is walked, so this visits everything that is ever reached.
  for (const name of reached) {
    for (const next of neighboursOf(name, topology, without)) reached.add(next)
  }
  return reached
}

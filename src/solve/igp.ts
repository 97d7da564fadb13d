/** Shortest paths inside each AS, as OSPF finds them over the links that work (RFC 2328 section 16). */
import type { Impairment } from '../model/impairment.ts'
import type { Family, Link, LinkEnd, NodeName, Topology } from '../model/topology.ts'

/** OSPF cost of every link, as configured. */
export const LINK_COST = 10

export interface Igp {
  /** Cost of the way, 0 to itself; undefined without one. */
  cost(from: NodeName, to: NodeName): number | undefined
  /** Gateways of all ways of equal cost, sorted; the kernel has them as one multipath route. */
  gateways(from: NodeName, to: NodeName, family: Family): readonly string[]
}

export const solveIgp = (topology: Topology, impairment: Impairment): Igp => {
  const graph = internalGraph(topology, impairment)
  const trees = new Map<NodeName, ReadonlyMap<NodeName, Reached>>()
  const treeOf = (node: NodeName) => {
    const tree = trees.get(node) ?? shortestPathTree(graph, node)
    trees.set(node, tree)
    return tree
  }
  return {
    cost: (from, to) => treeOf(from).get(to)?.cost,
    gateways: (from, to, family) =>
      [...(treeOf(from).get(to)?.firstHops ?? [])]
        .map((end) => end[family])
        .filter((address) => address !== undefined)
        .sort(),
  }
}

/** Can packets pass in both directions? */
export const isUsable = ({ id, ends }: Link, { linksDown, nodesDown }: Impairment): boolean =>
  !linksDown.has(id) && ends.every(({ node }) => !nodesDown.has(node))

/** For each node, the far ends of its working links within the AS. */
type Graph = ReadonlyMap<NodeName, readonly LinkEnd[]>

interface Reached {
  readonly cost: number
  /** The far ends of the first link of each shortest way. */
  readonly firstHops: ReadonlySet<LinkEnd>
}

const internalGraph = ({ nodes, links }: Topology, impairment: Impairment): Graph => {
  const asOf = new Map(nodes.map(({ name, asn }) => [name, asn]))
  const graph = new Map<NodeName, LinkEnd[]>(nodes.map(({ name }) => [name, []]))
  for (const link of links) {
    const [a, b] = link.ends
    if (asOf.get(a.node) !== asOf.get(b.node) || !isUsable(link, impairment)) continue
    // Its neighbours hear no hello from it any more.
    if (link.ends.some(({ node }) => impairment.nodesFrozen.has(node))) continue
    graph.get(a.node)?.push(b)
    graph.get(b.node)?.push(a)
  }
  return graph
}

/** All costs are equal, so going outwards link by link is Dijkstra's order. */
const shortestPathTree = (graph: Graph, root: NodeName): ReadonlyMap<NodeName, Reached> => {
  const tree = new Map<NodeName, Reached>([[root, { cost: 0, firstHops: new Set() }]])
  for (let ring: NodeName[] = [root]; ring.length > 0; ) {
    const outer = new Map<NodeName, Reached>()
    for (const node of ring) {
      const { cost, firstHops } = tree.get(node) as Reached
      for (const end of graph.get(node) ?? []) {
        if (tree.has(end.node)) continue
        const ways = node === root ? [end] : [...firstHops]
        const known = outer.get(end.node)?.firstHops ?? []
        outer.set(end.node, { cost: cost + LINK_COST, firstHops: new Set([...known, ...ways]) })
      }
    }
    for (const [node, reached] of outer) tree.set(node, reached)
    ring = [...outer.keys()]
  }
  return tree
}

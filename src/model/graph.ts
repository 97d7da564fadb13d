/** The topology as a graph: what hangs together, and what falls apart when something is taken out. */
import type { LinkId, NodeName, Topology } from './topology.ts'

export interface Edge {
  readonly id: LinkId
  readonly ends: readonly [NodeName, NodeName]
}

/** Parallel edges are allowed, edges from a node to itself are not. */
export interface Graph {
  readonly nodes: readonly NodeName[]
  readonly edges: readonly Edge[]
}

export const graphOf = ({ nodes, links }: Pick<Topology, 'nodes' | 'links'>): Graph => ({
  nodes: nodes.map(({ name }) => name),
  edges: links.map(({ id, ends: [a, b] }) => ({ id, ends: [a.node, b.node] })),
})

/** The graph without some nodes (their edges go with them) and some edges. */
export const without = (
  { nodes, edges }: Graph,
  gone: { readonly nodes?: Iterable<NodeName>; readonly edges?: Iterable<LinkId> },
): Graph => {
  const goneNodes = new Set(gone.nodes)
  const goneEdges = new Set(gone.edges)
  return {
    nodes: nodes.filter((node) => !goneNodes.has(node)),
    edges: edges.filter(
      ({ id, ends }) => !goneEdges.has(id) && !ends.some((node) => goneNodes.has(node)),
    ),
  }
}

/** Each node's neighbours, each once, in the order of the links. */
export const neighbours = (graph: Graph): ReadonlyMap<NodeName, readonly NodeName[]> =>
  new Map([...arcsOf(graph)].map(([node, arcs]) => [node, [...new Set(arcs.map(({ to }) => to))]]))

/** The connected parts, each in the order of the nodes, the one with the first node first. */
export const components = (graph: Graph): readonly (readonly NodeName[])[] => {
  const arcs = arcsOf(graph)
  const part = new Map<NodeName, number>()
  let parts = 0
  for (const node of graph.nodes) {
    if (part.has(node)) continue
    for (const found of reach(arcs, node)) part.set(found, parts)
    parts++
  }
  const result: NodeName[][] = Array.from({ length: parts }, () => [])
  for (const node of graph.nodes) result[part.get(node) as number]?.push(node)
  return result
}

/** Are all these nodes in the graph, with a path between any two of them? */
export const connected = (graph: Graph, nodes: readonly NodeName[] = graph.nodes): boolean => {
  const [first] = nodes
  if (first === undefined) return true
  const arcs = arcsOf(graph)
  const reached = arcs.has(first) ? reach(arcs, first) : new Set()
  return nodes.every((node) => reached.has(node))
}

/** Links whose loss splits a part of the network in two. One of two parallel links is never one. */
export const bridges = (graph: Graph): readonly LinkId[] => {
  const found = search(graph).bridges
  return graph.edges.filter(({ id }) => found.has(id)).map(({ id }) => id)
}

/** Nodes whose loss splits the rest of their part (articulation points). */
export const cutVertices = (graph: Graph): readonly NodeName[] => {
  const found = search(graph).cuts
  return graph.nodes.filter((node) => found.has(node))
}

interface Arc {
  readonly to: NodeName
  readonly edge: LinkId
}
type Arcs = ReadonlyMap<NodeName, readonly Arc[]>

const arcsOf = ({ nodes, edges }: Graph): Arcs => {
  const arcs = new Map<NodeName, Arc[]>(nodes.map((node) => [node, []]))
  for (const { id, ends } of edges) {
    arcs.get(ends[0])?.push({ to: ends[1], edge: id })
    arcs.get(ends[1])?.push({ to: ends[0], edge: id })
  }
  return arcs
}

const reach = (arcs: Arcs, start: NodeName): ReadonlySet<NodeName> => {
  const reached = new Set([start])
  // A Set is walked in the order of insertion, including what is inserted on the way.
  for (const node of reached) for (const { to } of arcs.get(node) ?? []) reached.add(to)
  return reached
}

interface Frame {
  readonly node: NodeName
  readonly by?: LinkId
  readonly parent?: NodeName
  next: number
}

/**
 * Tarjan's depth-first search with a stack of its own, so that long chains do not overflow. `low`
 * is the earliest node that a subtree reaches by one edge back.
 */
const search = (graph: Graph): { bridges: ReadonlySet<LinkId>; cuts: ReadonlySet<NodeName> } => {
  const arcs = arcsOf(graph)
  const order = new Map<NodeName, number>()
  const low = new Map<NodeName, number>()
  const bridgesFound = new Set<LinkId>()
  const cuts = new Set<NodeName>()
  const lower = (node: NodeName, to: number) => low.set(node, Math.min(low.get(node) ?? to, to))

  for (const root of graph.nodes) {
    if (order.has(root)) continue
    let children = 0
    const stack: Frame[] = [{ node: root, next: 0 }]
    for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
      if (frame.next === 0 && !order.has(frame.node)) {
        order.set(frame.node, order.size)
        lower(frame.node, order.get(frame.node) as number)
      }
      const arc = arcs.get(frame.node)?.[frame.next++]
      if (arc) {
        if (arc.edge === frame.by) continue
        const seen = order.get(arc.to)
        if (seen === undefined)
          stack.push({ node: arc.to, by: arc.edge, parent: frame.node, next: 0 })
        else lower(frame.node, seen)
        continue
      }
      stack.pop()
      const { parent, by, node } = frame
      if (parent === undefined || by === undefined) continue
      const reached = low.get(node) as number
      lower(parent, reached)
      if (reached > (order.get(parent) as number)) bridgesFound.add(by)
      if (parent === root) children++
      else if (reached >= (order.get(parent) as number)) cuts.add(parent)
    }
    if (children > 1) cuts.add(root)
  }
  return { bridges: bridgesFound, cuts }
}

/** The routers and their sessions as flat arrays. Each session is two directed edges, one for each end. */
import type { Relation } from '../bgp/policy.ts'

export interface EventGraph {
  readonly nodes: number
  /** Edges of node v are first[v] to first[v + 1] - 1; one entry more than there are nodes. */
  readonly first: Int32Array
  /** Near end of each edge. */
  readonly source: Int32Array
  /** Far end of each edge. */
  readonly target: Int32Array
  /** The edge of the same session at the far end. */
  readonly back: Int32Array
  /** What the far end is to the near one, as an index of RELATIONS. */
  readonly relation: Uint8Array
}

export interface GraphLink {
  readonly ends: readonly [number, number]
  /** What the second end is to the first. */
  readonly secondIs?: Relation | undefined
}

export const RELATIONS: readonly (Relation | undefined)[] = [
  undefined,
  'customer',
  'peer',
  'provider',
]

/** Edges of a node are in the order of the links. RangeError for an end that is no node. */
export const graphOf = (nodes: number, links: readonly GraphLink[]): EventGraph => {
  const first = new Int32Array(nodes + 1)
  for (const { ends } of links)
    for (const end of ends) {
      if (!(end >= 0 && end < nodes)) throw new RangeError(`no node ${end} among ${nodes}`)
      first[end + 1] = (first[end + 1] as number) + 1
    }
  for (let v = 0; v < nodes; v++) first[v + 1] = (first[v + 1] as number) + (first[v] as number)
  const next = first.slice()
  const edges = 2 * links.length
  const [source, target] = [new Int32Array(edges), new Int32Array(edges)]
  const [back, relation] = [new Int32Array(edges), new Uint8Array(edges)]
  const add = (from: number, to: number, is: Relation | undefined): number => {
    const edge = next[from] as number
    next[from] = edge + 1
    source[edge] = from
    target[edge] = to
    relation[edge] = RELATIONS.indexOf(is)
    return edge
  }
  for (const { ends, secondIs } of links) {
    const there = add(ends[0], ends[1], secondIs)
    const here = add(ends[1], ends[0], secondIs && OPPOSITE[secondIs])
    back[there] = here
    back[here] = there
  }
  return { nodes, first, source, target, back, relation }
}

/** The edge from one node to another; RangeError without a session between them. */
export const edgeBetween = ({ first, target }: EventGraph, from: number, to: number): number => {
  for (let edge = first[from] as number; edge < (first[from + 1] as number); edge++)
    if (target[edge] === to) return edge
  throw new RangeError(`no session between ${from} and ${to}`)
}

export const degreeOf = ({ first }: EventGraph, node: number): number =>
  (first[node + 1] as number) - (first[node] as number)

const OPPOSITE: Readonly<Record<Relation, Relation>> = {
  customer: 'provider',
  peer: 'peer',
  provider: 'customer',
}

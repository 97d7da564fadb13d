/** The graph without some of its links or ASes: ids stay, an AS that is gone has no neighbours. */
import type { Adjacency, AsGraph } from './graph.ts'

export interface Removal {
  /** Pairs of ids. */
  readonly links?: readonly (readonly [number, number])[]
  readonly ases?: readonly number[]
}

export const without = (graph: AsGraph, { links = [], ases = [] }: Removal): AsGraph => {
  const isGone = new Uint8Array(graph.size)
  for (const id of ases) isGone[id] = 1
  const cut = new Map<number, Set<number>>()
  const note = (from: number, to: number) => cut.set(from, (cut.get(from) ?? new Set()).add(to))
  for (const [a, b] of links) {
    note(a, b)
    note(b, a)
  }
  const kept = (rows: Adjacency): Adjacency => filtered(rows, isGone, cut)
  return {
    ...graph,
    providers: kept(graph.providers),
    customers: kept(graph.customers),
    peers: kept(graph.peers),
    siblings: kept(graph.siblings),
  }
}

const filtered = (
  { start, ids }: Adjacency,
  isGone: Uint8Array,
  cut: ReadonlyMap<number, ReadonlySet<number>>,
): Adjacency => {
  const left = new Int32Array(ids.length)
  const from = new Int32Array(start.length)
  let size = 0
  for (let id = 0; id + 1 < start.length; id++) {
    const lost = cut.get(id)
    if (isGone[id] === 0)
      for (let at = start[id] as number; at < (start[id + 1] as number); at++) {
        const other = ids[at] as number
        if (isGone[other] === 0 && !lost?.has(other)) left[size++] = other
      }
    from[id + 1] = size
  }
  return { start: from, ids: left.slice(0, size) }
}

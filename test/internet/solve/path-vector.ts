/** The same question answered the slow way: every AS tells whole paths, until nobody changes its mind. */
import {
  type Adjacency,
  type AsGraph,
  isNeighbour,
  neighboursOf,
} from '../../../src/internet/graph.ts'

type From = 'origin' | 'customer' | 'peer' | 'provider'

export interface Told {
  readonly from: From
  /** Ids from the next hop to the origin. */
  readonly path: readonly number[]
}

export interface Question {
  readonly origins: readonly number[]
  /** Announces the first origin behind itself. */
  readonly forger?: number
  /** Tells everything to everyone. */
  readonly leaker?: number
}

/** By id, undefined without a route. */
export const askAround = (graph: AsGraph, question: Question): (Told | undefined)[] => {
  const { origins, forger } = question
  const held: (Told | undefined)[] = Array.from({ length: graph.size })
  for (const id of origins) held[id] = { from: 'origin', path: [] }
  if (forger !== undefined) held[forger] = { from: 'origin', path: [origins[0] as number] }
  const isFixed = (id: number) => origins.includes(id) || id === forger
  for (let round = 0; round < 50 * graph.size + 50; round++) {
    let changed = false
    for (let id = 0; id < graph.size; id++) {
      if (isFixed(id)) continue
      const best = choose(graph, id, held, question.leaker)
      if (JSON.stringify(best) !== JSON.stringify(held[id])) changed = true
      held[id] = best
    }
    if (!changed) return held
  }
  throw new Error('no stable state')
}

const RANK = { origin: 0, customer: 1, peer: 2, provider: 3 } as const

const choose = (
  graph: AsGraph,
  id: number,
  held: readonly (Told | undefined)[],
  leaker: number | undefined,
): Told | undefined => {
  const offers: Told[] = []
  const ask = (neighbours: Adjacency, from: From): void => {
    for (const other of neighboursOf(neighbours, id)) {
      const told = held[other]
      if (!told || told.path.includes(id)) continue
      const isForAll = told.from === 'origin' || told.from === 'customer' || other === leaker
      if (isForAll || isNeighbour(graph.customers, other, id))
        offers.push({ from, path: [other, ...told.path] })
    }
  }
  ask(graph.customers, 'customer')
  ask(graph.peers, 'peer')
  ask(graph.providers, 'provider')
  for (const other of neighboursOf(graph.siblings, id)) {
    const told = held[other]
    if (told && !told.path.includes(id))
      offers.push({
        from: told.from === 'origin' ? 'customer' : told.from,
        path: [other, ...told.path],
      })
  }
  return offers.sort(
    (a, b) =>
      RANK[a.from] - RANK[b.from] ||
      a.path.length - b.path.length ||
      (a.path[0] as number) - (b.path[0] as number),
  )[0]
}

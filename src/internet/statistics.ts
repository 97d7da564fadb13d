/** An AS graph in figures. */
import { type AsGraph, degreeOf, linkCounts, neighboursOf } from './graph.ts'
import { providerCycles } from './provider-cycles.ts'

export interface GraphStatistics {
  readonly ases: number
  readonly links: number
  readonly customerProvider: number
  readonly peer: number
  readonly sibling: number
  /** ASes with customers; the others are stubs. */
  readonly transit: number
  readonly stubs: number
  /** ASes without providers that have customers. */
  readonly atTheTop: number
  /** Stubs with more than one provider. */
  readonly multihomedStubs: number
  readonly withPeers: number
  readonly mostCustomers: number
  readonly mostPeers: number
  /**
   * Exponent of the power law of the number of customers of those who have at least 10, by maximum
   * likelihood (Clauset, Shalizi and Newman, SIAM Review 2009, equation 3.7); NaN without such.
   */
  readonly customerExponent: number
  /** ASes of which no way over any links leads to the largest part of the graph. */
  readonly apart: number
  /** AS numbers; each is a provider of the next, and the last of the first. */
  readonly providerCycles: readonly (readonly number[])[]
}

export const statisticsOf = (graph: AsGraph): GraphStatistics => {
  const { size, asns, customers, providers, peers } = graph
  const { customerProvider, peer, sibling } = linkCounts(graph)
  const count = (is: (id: number) => boolean): number => {
    let found = 0
    for (let id = 0; id < size; id++) if (is(id)) found++
    return found
  }
  const most = (of: typeof customers): number => {
    let largest = 0
    for (let id = 0; id < size; id++) largest = Math.max(largest, degreeOf(of, id))
    return largest
  }
  const isTransit = (id: number) => degreeOf(customers, id) > 0
  const transit = count(isTransit)
  return {
    ases: size,
    links: customerProvider + peer + sibling,
    customerProvider,
    peer,
    sibling,
    transit,
    stubs: size - transit,
    atTheTop: count((id) => isTransit(id) && degreeOf(providers, id) === 0),
    multihomedStubs: count((id) => !isTransit(id) && degreeOf(providers, id) > 1),
    withPeers: count((id) => degreeOf(peers, id) > 0),
    mostCustomers: most(customers),
    mostPeers: most(peers),
    customerExponent: exponent(Array.from({ length: size }, (_, id) => degreeOf(customers, id))),
    apart: size - largestPart(graph),
    providerCycles: providerCycles(graph).map((ids) => ids.map((id) => asns[id] as number)),
  }
}

const TAIL = 10

const exponent = (degrees: readonly number[]): number => {
  const tail = degrees.filter((degree) => degree >= TAIL)
  const logs = tail.reduce((sum, degree) => sum + Math.log(degree / (TAIL - 0.5)), 0)
  return tail.length === 0 ? Number.NaN : 1 + tail.length / logs
}

const largestPart = (graph: AsGraph): number => {
  const seen = new Uint8Array(graph.size)
  let largest = 0
  for (let id = 0; id < graph.size; id++)
    if (!seen[id]) largest = Math.max(largest, partOf(graph, id, seen))
  return largest
}

const partOf = (graph: AsGraph, from: number, seen: Uint8Array): number => {
  const queue = [from]
  seen[from] = 1
  for (let next = 0; next < queue.length; next++)
    for (const adjacency of [graph.providers, graph.customers, graph.peers, graph.siblings])
      for (const id of neighboursOf(adjacency, queue[next] as number))
        if (!seen[id]) {
          seen[id] = 1
          queue.push(id)
        }
  return queue.length
}

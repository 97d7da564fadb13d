/**
 * ASes that are their own provider by a detour: Gao and Rexford's guarantee of a stable state does
 * not hold for them, and an inference that says so is wrong.
 */
import { type AsGraph, degreeOf, neighboursOf } from './graph.ts'

/**
 * One cycle for each knot of them, as ids: each is a provider of the next, and the last of the first.
 */
export const providerCycles = (graph: AsGraph): number[][] => {
  const left = inKnots(graph)
  const cycles: number[][] = []
  const seen = new Uint8Array(graph.size)
  for (const start of left.ids) {
    if (seen[start]) continue
    // Everyone who is left has a customer who is left, so this way comes back to itself.
    const way = new Map<number, number>()
    let at = start
    while (!way.has(at) && !seen[at]) {
      way.set(at, way.size)
      at = neighboursOf(graph.customers, at).find((id) => left.has(id)) as number
    }
    for (const id of way.keys()) seen[id] = 1
    const from = way.get(at)
    if (from !== undefined) cycles.push([...way.keys()].slice(from))
  }
  return cycles
}

/** What is left when ASes without customers are taken away, again and again, and those without providers. */
const inKnots = (graph: AsGraph): { ids: number[]; has(id: number): boolean } => {
  const isGone = new Uint8Array(graph.size)
  for (const [toward, back] of [
    [graph.customers, graph.providers],
    [graph.providers, graph.customers],
  ] as const) {
    const count = Int32Array.from({ length: graph.size }, (_, id) => degreeOf(toward, id))
    const queue: number[] = []
    const take = (id: number) => {
      isGone[id] = 1
      queue.push(id)
    }
    for (let id = 0; id < graph.size; id++)
      if (isGone[id]) queue.push(id)
      else if (count[id] === 0) take(id)
    for (let next = 0; next < queue.length; next++)
      for (const other of neighboursOf(back, queue[next] as number))
        if (--(count[other] as number) === 0 && !isGone[other]) take(other)
  }
  const ids: number[] = []
  for (let id = 0; id < graph.size; id++) if (!isGone[id]) ids.push(id)
  return { ids, has: (id) => !isGone[id] }
}

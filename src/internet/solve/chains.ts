/** Where the next hops of all ASes lead, each link of the chains looked at once. */
import { hasRoute, nextHopOf, type Routes } from './routes.ts'

/** By id: the AS at which the way ends, the own id at an origin; -1 without a route. */
export const endsOf = (routes: Routes): Int32Array =>
  follow(routes, (id) => (nextHopOf(routes, id) === id ? id : undefined))

/** By id: 1 when the way leads through `id`, or begins or ends there. */
export const passing = (routes: Routes, id: number): Uint8Array => {
  const ends = follow(routes, (at) => {
    if (at === id) return 1
    return nextHopOf(routes, at) === at ? 0 : undefined
  })
  return Uint8Array.from(ends, (end) => (end === 1 ? 1 : 0))
}

const UNKNOWN = -2

/** What `known` says of the first AS on the way of which it says something; -1 without a route. */
const follow = (routes: Routes, known: (id: number) => number | undefined): Int32Array => {
  const { size } = routes.graph
  const found = new Int32Array(size).fill(UNKNOWN)
  const chain: number[] = []
  for (let id = 0; id < size; id++) {
    let at = id
    while (found[at] === UNKNOWN) {
      const end = hasRoute(routes, at) ? known(at) : -1
      if (end !== undefined) {
        found[at] = end
        break
      }
      chain.push(at)
      at = nextHopOf(routes, at)
    }
    for (const one of chain) found[one] = found[at] as number
    chain.length = 0
  }
  return found
}

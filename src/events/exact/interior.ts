/** Interior costs for the routers of an event network: shortest paths inside each AS (RFC 2328 section 16). */
import { addressOf, type EventNetwork } from './network.ts'

/** For each router the cost to the address of every router that it reaches inside its AS. */
export const interiorCosts = ({
  routers,
  interior = [],
}: EventNetwork): readonly ReadonlyMap<string, number>[] => {
  const numbers = new Map(routers.map(({ name }, node) => [name, node]))
  const ways = routers.map((): [number, number][] => [])
  for (const [a, b, cost] of interior) {
    const [from, to] = [numbers.get(a), numbers.get(b)]
    if (from === undefined || to === undefined) throw new RangeError(`no interior link ${a} ${b}`)
    ways[from]?.push([to, cost])
    ways[to]?.push([from, cost])
  }
  return routers.map((_, node) => costsFrom(node, ways))
}

/** Dijkstra without a heap: these networks are small. */
const costsFrom = (
  start: number,
  ways: readonly (readonly [number, number][])[],
): ReadonlyMap<string, number> => {
  const open = new Map([[start, 0]])
  const done = new Map<string, number>()
  while (open.size > 0) {
    const [node, cost] = [...open].reduce((a, b) => (b[1] < a[1] ? b : a))
    open.delete(node)
    done.set(addressOf(node), cost)
    for (const [next, more] of ways[node] ?? [])
      if (!done.has(addressOf(next)) && cost + more < (open.get(next) ?? Number.POSITIVE_INFINITY))
        open.set(next, cost + more)
  }
  return done
}

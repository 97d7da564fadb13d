/** What shows which path a router uses: its kernel's route, and what its neighbours hear from it. */
import type { JournalEntry } from '../../model/event.ts'
import type { NodeName, PrefixText } from '../../model/topology.ts'
import type { Route } from '../../solve/route.ts'
import type { Ribs } from './ribs.ts'

export interface Sign {
  readonly at: number
  readonly node: NodeName
  /** Can it be the sign of this path being chosen; of none, when undefined? */
  fits(route: Route | undefined): boolean
  /** Of the kernel: what it does must have a reason. A neighbour may be told of older things. */
  readonly nextHops?: readonly string[]
}

export const signOf = (entry: JournalEntry, prefix: PrefixText, ribs: Ribs): readonly Sign[] => {
  if (entry.type === 'fib-changed' && entry.prefix === prefix && OF_BGP.has(entry.protocol))
    return [ofKernel(entry, ribs)]
  if (entry.type !== 'update-received') return []
  const hop = ribs.hopFrom(entry.node, entry.from)
  if (!hop || !entry.announced.includes(prefix)) return []
  const { at, asPath } = entry
  const told = hop.type === 'ebgp' ? asPath.slice(1) : asPath
  const fits = (route: Route | undefined) => route?.asPath.join() === told.join()
  return [{ at, node: hop.from.name, fits }]
}

const OF_BGP: ReadonlySet<string> = new Set(['bgp', 'zebra'])

const ofKernel = (
  { at, node, nextHops }: Extract<JournalEntry, { type: 'fib-changed' }>,
  ribs: Ribs,
): Sign => ({
  at,
  node,
  nextHops,
  fits: (route) => {
    const ways = route ? ribs.gateways(node, route) : []
    if (nextHops.length === 0) return ways.length === 0
    // A link-local address is one of the same neighbour, of which the topology knows nothing.
    if (nextHops.some((hop) => /^fe[89ab]/i.test(hop))) return ways.length === nextHops.length
    return ways.toSorted().join() === nextHops.toSorted().join()
  },
})

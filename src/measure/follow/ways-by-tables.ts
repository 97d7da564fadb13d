/**
 * What became of packets, from the kernels' tables as they were at each instant. The simulator tells the same by
 * itself; here it is put together afterwards, when the reports of all nodes are in the order of their times.
 */
import { type Address, contains, parseAddress, parsePrefix } from '../../bgp/prefix.ts'
import { farNodes } from '../../forwarding/far-node.ts'
import { followedPairs, type Pair } from '../../forwarding/followed.ts'
import { walk } from '../../forwarding/walk.ts'
import type { Observation, PacketWay } from '../../model/observation.ts'
import type { PrefixText } from '../../model/topology.ts'
import type { Acting, Iteration } from '../iteration.ts'
import { ObservedNetwork } from './observed-network.ts'

export type WayChange = Extract<Observation, { type: 'way-changed' }>

/** Undefined where the tables were not read when observation began. */
export const waysByTables = (iteration: Iteration): readonly WayChange[] | undefined => {
  const topology = iteration.started?.topology
  const wasRead = iteration.observations.some(({ type }) => type === 'fib-read')
  if (!topology || !wasRead) return undefined
  const farNode = farNodes(topology)
  const network = new ObservedNetwork(topology, farNode)
  const pairs = followedPairs(topology)
  const concerned = byPrefix(pairs)
  const ways = new Map<Pair, PacketWay>()
  const changes: WayChange[] = []
  const look = (at: number, wanted: readonly Pair[]) => {
    for (const pair of network.isKnown ? wanted : []) {
      const { from, source, to, canary: destination, prefix } = pair
      const now = walk(network, farNode, from, { source, destination })
      const before = ways.get(pair)
      ways.set(pair, now)
      if (before && !isSame(before, now))
        changes.push({ type: 'way-changed', at, node: from, to, prefix, ...now, before })
    }
  }
  for (const event of inOrder(iteration)) {
    const prefix = tell(network, event)
    if (prefix !== NOTHING) look(event.at, prefix === undefined ? pairs : concerned(prefix))
  }
  return changes
}

type Event = Observation | (Acting & { readonly type: 'acting' })

const inOrder = ({ observations, effects }: Iteration): readonly Event[] =>
  [...observations, ...effects.map((acting) => ({ ...acting, type: 'acting' as const }))].sort(
    (a, b) => a.at - b.at,
  )

const NOTHING = Symbol('nothing')

/** The prefix whose packets may go elsewhere now; undefined for all of them. */
const tell = (network: ObservedNetwork, event: Event): PrefixText | undefined | typeof NOTHING => {
  switch (event.type) {
    case 'fib-changed':
      network.changed(event)
      return event.prefix
    case 'fib-read':
      return void network.read(event)
    case 'interface-changed':
      return void network.linkChanged(event)
    case 'node-changed':
      return void network.nodeChanged(event)
    case 'acting':
      return void network.acts(event)
    default:
      return NOTHING
  }
}

const isSame = (a: PacketWay, b: PacketWay): boolean =>
  a.outcome === b.outcome && a.path.join() === b.path.join()

/** Many prefixes change in a run, and few are followed: each address is read once. */
const byPrefix = (pairs: readonly Pair[]): ((prefix: PrefixText) => readonly Pair[]) => {
  const canaries = [...new Set(pairs.map(({ canary }) => canary))].flatMap((canary) => {
    const address = parseAddress(canary)
    return address ? [{ address, ofIt: pairs.filter((pair) => pair.canary === canary) }] : []
  })
  const known = new Map<PrefixText, readonly Pair[]>()
  return (text) => {
    const found = known.get(text) ?? inside(text, canaries)
    known.set(text, found)
    return found
  }
}

interface Canary {
  readonly address: Address
  /** Pairs that end there. */
  readonly ofIt: readonly Pair[]
}

const inside = (text: PrefixText, canaries: readonly Canary[]): readonly Pair[] => {
  const prefix = parsePrefix(text)
  return canaries.flatMap(({ address, ofIt }) =>
    prefix !== undefined && contains(prefix, address) ? ofIt : [],
  )
}

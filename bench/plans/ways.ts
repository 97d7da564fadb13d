/** Where packets can get, over every way that a router may choose: a second opinion on the simulator's walks. */
import type { SimNetwork } from '../../src/backends/sim/network-types.ts'
import type { LinkId, NodeName, Topology } from '../../src/model/topology.ts'
import type { Reach } from './played.ts'

type Net = Pick<SimNetwork, 'fib' | 'carries' | 'isUp'>

export interface Ways {
  readonly delivers: boolean
  readonly fails: boolean
  readonly loops: boolean
  /** Nodes at which it is delivered. */
  readonly ends: ReadonlySet<NodeName>
}

export const waysOf = (
  net: Net,
  topology: Topology,
  from: NodeName,
  packet: { readonly source: string | undefined; readonly destination: string },
): Ways => {
  const ends = new Set<NodeName>()
  const found = { fails: false, loops: false }
  const follow = (node: NodeName, passed: readonly NodeName[]): void => {
    if (passed.includes(node)) {
      found.loops = true
      return
    }
    const entry = net.isUp(node) ? net.fib(node).lookup(packet.destination) : undefined
    if (entry === 'local') ends.add(node)
    else if (entry === undefined || entry === 'blackhole' || entry.length === 0) found.fails = true
    else
      for (const { link } of entry)
        if (net.carries(link, node, packet.source))
          follow(farEnd(topology, link, node), [...passed, node])
        else found.fails = true
  }
  follow(from, [])
  return { delivers: ends.size > 0, ends, ...found, fails: found.fails || found.loops }
}

/** Does a packet get there by the first of the ways that each kernel has? A connection keeps to one. */
export const firstWayDelivers = (
  net: Net,
  topology: Topology,
  from: NodeName,
  packet: { readonly source: string; readonly destination: string },
): boolean => {
  let node = from
  for (let hops = 0; hops <= topology.nodes.length && net.isUp(node); hops++) {
    const entry = net.fib(node).lookup(packet.destination)
    if (entry === 'local') return true
    const [way] = typeof entry === 'object' ? entry : []
    if (!way || !net.carries(way.link, node, packet.source)) return false
    node = farEnd(topology, way.link, node)
  }
  return false
}

/** There and back again. */
export const roundTrip = (
  net: Net,
  topology: Topology,
  {
    from,
    source,
    canary,
  }: { readonly from: NodeName; readonly source: string; readonly canary: string },
): Reach => {
  const there = waysOf(net, topology, from, { source, destination: canary })
  if (!there.delivers) return 'never'
  const back = [...there.ends].map((end) =>
    waysOf(net, topology, end, { source: canary, destination: source }),
  )
  if (back.every(({ delivers }) => !delivers)) return 'never'
  return there.fails || back.some(({ fails }) => fails) ? 'sometimes' : 'always'
}

export const farEnd = ({ links }: Topology, id: LinkId, node: NodeName): NodeName => {
  const far = links.find((link) => link.id === id)?.ends.find((end) => end.node !== node)
  if (!far) throw new RangeError(`the topology has no link ${id} of ${node}`)
  return far.node
}

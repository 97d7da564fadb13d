import type { NodeName, PrefixText, Topology } from '../model/topology.ts'

/** From where to where packets are followed. */
export interface Pair {
  readonly from: NodeName
  readonly source: string
  readonly to: NodeName
  readonly canary: string
  /** The network with the canary. */
  readonly prefix: PrefixText
}

/** More are not followed: each of them is walked again whenever a link changes. */
const MOST = 1_000

/** Every node to one IPv4 network of every other; evenly chosen ones of them in a large network. */
export const followedPairs = (topology: Topology): readonly Pair[] => {
  const ends = followedNetworks(topology)
  const pairs = ends.flatMap(({ node: from, canary: source }) =>
    ends
      .filter(({ node }) => node !== from)
      .map(({ node: to, canary, prefix }) => ({ from, source, to, canary, prefix })),
  )
  const step = Math.max(1, pairs.length / MOST)
  return pairs.filter((_, at) => Math.floor(at / step) !== Math.floor((at - 1) / step))
}

/** Gateways of IPv6 are addresses that every link has anew, so that they name no neighbour: IPv4 only. */
export const followedNetworks = ({
  nodes,
}: Topology): readonly {
  readonly node: NodeName
  readonly canary: string
  readonly prefix: PrefixText
}[] =>
  nodes.flatMap(({ name, networks }) => {
    const found = networks.find(({ family }) => family === 'ipv4')
    return found ? [{ node: name, canary: found.canary, prefix: found.prefix }] : []
  })

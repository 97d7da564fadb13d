/** A network of routers as data: what the exact simulation and the gadgets are made of. */
import type { Attributes } from '../../bgp/attributes.ts'
import type { Mrai, PeerConfig, RouterConfig } from '../../bgp/router/config.ts'
import { degreeOf, type EventGraph, type GraphLink, graphOf, RELATIONS } from '../graph.ts'

export interface NetworkRouter {
  readonly name: string
  readonly asn: number
  /** RFC 4456; its own identifier when absent. */
  readonly clusterId?: string
  /** Attributes of the prefix where this router announces it. */
  readonly announces?: Attributes
}

/** What a router says of a neighbour, beyond what follows from the two of them. */
export type PeerPolicy = Partial<
  Pick<PeerConfig, 'relation' | 'client' | 'nextHopSelf' | 'imports' | 'mrai'>
>

export interface NetworkSession {
  readonly ends: readonly [string, string]
  /** Of the first end for the second, and of the second for the first. */
  readonly policies?: readonly [PeerPolicy, PeerPolicy]
}

export interface EventNetwork {
  readonly routers: readonly NetworkRouter[]
  readonly sessions: readonly NetworkSession[]
  /** Links inside an AS with their IGP cost. */
  readonly interior?: readonly (readonly [string, string, number])[]
  readonly mrai?: Mrai
}

/** RangeError for a session of a router that there is not. */
export const graphOfNetwork = ({ routers, sessions }: EventNetwork): EventGraph => {
  const numbers = new Map(routers.map(({ name }, node) => [name, node]))
  const number = (name: string): number => {
    const node = numbers.get(name)
    if (node === undefined) throw new RangeError(`no router ${name}`)
    return node
  }
  const links = sessions.map(({ ends: [a, b], policies }): GraphLink => {
    return { ends: [number(a), number(b)], secondIs: policies?.[0].relation }
  })
  return graphOf(routers.length, links)
}

/** One router an AS, numbered from 1, with the relations of the graph. */
export const networkOfGraph = (graph: EventGraph, mrai?: Mrai): EventNetwork => {
  const { nodes, source, target, back, relation } = graph
  const name = (node: number | undefined) => `as${(node as number) + 1}`
  const policy = (edge: number): PeerPolicy => {
    const is = RELATIONS[relation[edge] as number]
    return is ? { relation: is } : {}
  }
  return {
    routers: Array.from({ length: nodes }, (_, node) => ({ name: name(node), asn: node + 1 })),
    sessions: Array.from(source, (_, edge) => edge)
      .filter((edge) => edge < (back[edge] as number))
      .map((edge) => ({
        ends: [name(source[edge]), name(target[edge])],
        policies: [policy(edge), policy(back[edge] as number)],
      })),
    ...(mrai && { mrai }),
  }
}

/** The address of a router, by its number: its identifier, and the next hop that it gives. */
export const addressOf = (node: number): string => {
  const id = node + 1
  return `10.${(id >> 16) & 0xff}.${(id >> 8) & 0xff}.${id & 0xff}`
}

/** The configuration of each router. Peers are named by the number of the edge: a message needs no search. */
export const configsOf = (network: EventNetwork, graph: EventGraph): RouterConfig[] => {
  const policies = new Map<string, PeerPolicy>()
  for (const { ends, policies: [first, second] = [{}, {}] } of network.sessions) {
    policies.set(ends.join(' '), first)
    policies.set([...ends].reverse().join(' '), second)
  }
  return network.routers.map((router, node) => {
    const { asn, clusterId } = router
    const from = graph.first[node] as number
    const edges = Array.from({ length: degreeOf(graph, node) }, (_, i) => from + i)
    const peers = edges.map((edge): PeerConfig => {
      const far = graph.target[edge] as number
      const other = network.routers[far] as NetworkRouter
      return {
        name: String(edge),
        type: other.asn === asn ? 'ibgp' : 'ebgp',
        asn: other.asn,
        address: addressOf(far),
        localAddress: addressOf(node),
        family: 'ipv4',
        ...(network.mrai && { mrai: network.mrai }),
        ...policies.get(`${router.name} ${other.name}`),
      }
    })
    return { asn, routerId: addressOf(node), ...(clusterId && { clusterId }), peers }
  })
}

/** Who is at the ends of what a node hears: the journal has a node and an address, or a name. */
import type { NodeName, SessionId, Topology } from './topology.ts'

export interface SessionSide {
  readonly node: NodeName
  readonly asn: number
  readonly address: string
}

export interface SessionSides {
  readonly session: SessionId
  readonly own: SessionSide
  readonly peer: SessionSide
}

/** `peer` is the address of the other end, or its name. Undefined for who is in no session of the lab. */
export type SidesOf = (node: NodeName, peer: string) => SessionSides | undefined

export const sidesIn = ({ nodes, sessions }: Pick<Topology, 'nodes' | 'sessions'>): SidesOf => {
  const asns = new Map(nodes.map(({ name, asn }) => [name, asn]))
  const known = new Map<string, SessionSides>()
  const add = (key: string, sides: SessionSides) => {
    if (!known.has(key)) known.set(key, sides)
  }
  for (const { id, ends } of sessions) {
    const [a, b] = ends.map(({ node, address }) => ({ node, address, asn: asns.get(node) ?? 0 }))
    for (const [own, peer] of [[a, b] as const, [b, a] as const]) {
      if (!own || !peer) continue
      for (const name of [peer.address, peer.node])
        add(`${own.node} ${name}`, { session: id, own, peer })
    }
  }
  return (node, peer) => known.get(`${node} ${peer}`)
}

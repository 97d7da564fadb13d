/** The sessions that are up, as one-way hops: what one node may tell another, and over what. */

import type { Relation } from '../bgp/policy.ts'
import { parseAddress } from '../bgp/prefix.ts'
import type { Impairment } from '../model/impairment.ts'
import type {
  Family,
  Node,
  NodeName,
  Session,
  SessionEnd,
  SessionId,
  Topology,
} from '../model/topology.ts'
import { type Igp, isUsable } from './igp.ts'

export interface Hop {
  readonly session: SessionId
  readonly type: 'ebgp' | 'ibgp'
  readonly family: Family
  readonly from: Node
  readonly to: Node
  /** Address of the sender: its end of the session. */
  readonly address: string
  readonly addressBits: bigint
  /** What the receiver is to the sender, and the other way round. */
  readonly receiverIs: Relation | undefined
  readonly senderIs: Relation | undefined
  /** LOCAL_PREF that the receiver gives; that of the relation when absent. */
  readonly localPref: number | undefined
  /** The receiver is a client of the sender, and the other way round (RFC 4456). */
  readonly toClient: boolean
  readonly fromClient: boolean
}

/** Hops by receiver and family. */
export type Hops = (receiver: NodeName, family: Family) => readonly Hop[]

export const hopsThatWork = (topology: Topology, impairment: Impairment, igp: Igp): Hops => {
  const nodes = new Map(topology.nodes.map((node) => [node.name, node]))
  const links = new Map(topology.links.map((link) => [link.id, link]))
  const isUp = (session: Session): boolean => {
    const [a, b] = session.ends
    if (impairment.sessionsDown.has(session.id)) return false
    if (session.ends.some(({ node }) => impairment.nodesDown.has(node))) return false
    if (session.type === 'ibgp') return igp.cost(a.node, b.node) !== undefined
    const link = session.link === undefined ? undefined : links.get(session.link)
    return !link || isUsable(link, impairment)
  }
  const byReceiver = new Map<string, Hop[]>()
  for (const session of topology.sessions.filter(isUp)) {
    const [a, b] = session.ends
    for (const [from, to] of [[a, b] as const, [b, a] as const]) {
      const hop = hopOf(session, from, to, nodes)
      const key = `${session.family} ${to.node}`
      byReceiver.set(key, [...(byReceiver.get(key) ?? []), hop])
    }
  }
  return (receiver, family) => byReceiver.get(`${family} ${receiver}`) ?? []
}

const hopOf = (
  { id, type, family }: Session,
  from: SessionEnd,
  to: SessionEnd,
  nodes: ReadonlyMap<NodeName, Node>,
): Hop => ({
  session: id,
  type,
  family,
  from: nodes.get(from.node) as Node,
  to: nodes.get(to.node) as Node,
  address: from.address,
  addressBits: parseAddress(from.address)?.bits ?? 0n,
  receiverIs: from.relation,
  senderIs: to.relation,
  localPref: to.localPref,
  toClient: from.reflectsTo ?? false,
  fromClient: to.reflectsTo ?? false,
})

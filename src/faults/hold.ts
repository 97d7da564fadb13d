/** How long silence can last before somebody reacts: hold timers (RFC 4271 section 6.5). */
import type { Link, Node, Session, Topology } from '../model/topology.ts'

/** The hold time that the two ends agree on, milliseconds (RFC 4271 section 4.2). */
export const holdOf = (session: Session, topology: Topology): number =>
  Math.min(...session.ends.map((end) => nodeOf(end.node, topology).timers.holdMs))

/** The longest hold time of some sessions; 0 for none. */
export const longestHold = (sessions: readonly Session[], topology: Topology): number =>
  Math.max(0, ...sessions.map((session) => holdOf(session, topology)))

/** Sessions that a link carries, or may carry: iBGP runs between loopbacks, over any link of its AS. */
export const sessionsOver = (link: Link, topology: Topology): readonly Session[] => [
  ...topology.sessions.filter((session) => session.link === link.id),
  ...detouringSessions(link, topology),
]

/** iBGP sessions that may run over a link: nobody tells them when it goes, not even a lost carrier. */
export const detouringSessions = (link: Link, topology: Topology): readonly Session[] => {
  const [first, second] = link.ends.map((end) => nodeOf(end.node, topology).asn)
  return first === second ? internalSessions(first as number, topology) : []
}

/** Sessions of the node itself. */
export const sessionsOf = (node: Node, topology: Topology): readonly Session[] =>
  topology.sessions.filter((session) => session.ends.some((end) => end.node === node.name))

/** iBGP sessions of other nodes that may run through this one. */
export const sessionsThrough = (node: Node, topology: Topology): readonly Session[] =>
  internalSessions(node.asn, topology).filter((session) =>
    session.ends.every((end) => end.node !== node.name),
  )

const internalSessions = (asn: number, topology: Topology): readonly Session[] =>
  topology.sessions.filter(
    ({ type, ends }) => type === 'ibgp' && nodeOf(ends[0].node, topology).asn === asn,
  )

const nodeOf = (name: string, topology: Topology): Node => {
  const node = topology.nodes.find((candidate) => candidate.name === name)
  if (!node) throw new Error(`the topology has no node ${name}`)
  return node
}

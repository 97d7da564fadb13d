import type { Impairment } from '../model/impairment.ts'
import type { Session, SessionEnd } from '../model/topology.ts'

/** One side of a session, with the names under which its log may speak of the other side. */
export interface SessionSide {
  readonly node: string
  readonly peer: SessionEnd
}

/** Both sides of a session. */
export const sidesOf = ({ ends: [a, b] }: Session): readonly SessionSide[] => [
  { node: a.node, peer: b },
  { node: b.node, peer: a },
]

/** The session cannot stand, for a reason of its own, of its link, or of one of its nodes. */
export const isDown = ({ id, link, ends }: Session, impairment: Impairment): boolean =>
  impairment.sessionsDown.has(id) ||
  (link !== undefined && impairment.linksDown.has(link)) ||
  ends.some(({ node }) => impairment.nodesDown.has(node))

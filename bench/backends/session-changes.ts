/** Sessions that left or reached Established, with NOTIFICATIONs, each with its reason in words of our own. */
import { notificationName } from '../../src/bgp/notification.ts'
import { sessionOf } from '../../src/measure/session-of.ts'
import type { Observation } from '../../src/model/observation.ts'
import type { NodeName, SessionId, Topology } from '../../src/model/topology.ts'
import { reasonClass } from './reason-class.ts'

export interface SessionChange {
  readonly type: 'up' | 'down' | 'told'
  readonly name: string
  readonly at: number
  readonly node: NodeName
  readonly causes: readonly string[]
}

type Told = Extract<Observation, { type: 'notification-received' }>
type Changed = Extract<Observation, { type: 'session-changed' }>

/**
 * Over a whole iteration, which begins with all sessions up. A NOTIFICATION counts on a session that
 * is up: others settle which of two connections stays (RFC 4271 section 6.8), or refuse an early one.
 */
export const sessionChanges = (
  topology: Topology,
  observations: readonly Observation[],
): readonly SessionChange[] => {
  const sides = new Map<string, Side>()
  return observations.flatMap((event) => {
    if (event.type !== 'session-changed' && event.type !== 'notification-received') return []
    const { type, node } = event
    const peer = type === 'session-changed' ? event.peer : event.from
    const session = sessionOf(
      { ...event, type: 'session-changed', peer, up: true, reason: '' },
      topology,
    )
    const key = `${node} ${session}`
    const side = sides.get(key) ?? { node, session, isUp: true, told: undefined }
    sides.set(key, side)
    return type === 'session-changed' ? change(side, event) : tell(side, event)
  })
}

interface Side {
  readonly node: NodeName
  readonly session: SessionId
  isUp: boolean
  /** The last one since it came up. */
  told: Told | undefined
}

const change = (side: Side, event: Changed): SessionChange[] => {
  const { node, session, told, isUp } = side
  const { up, at, reason } = event
  side.isUp = up
  side.told = undefined
  const label = `${node}: session ${session}`
  if (up) return [{ type: 'up', name: `${label} up`, at, node, causes: [] }]
  // An attempt that failed is told by some daemons like the end of a session.
  if (!isUp) return []
  if (!told)
    return [{ type: 'down', name: `${label} down, ${reasonClass(reason)}`, at, node, causes: [] }]
  const name = `${label} down, told ${nameOf(told)}`
  return [{ type: 'down', name, at, node, causes: [toldName(side, told)] }]
}

const tell = (side: Side, event: Told): SessionChange[] => {
  // The first one ends the connection, whatever comes after it.
  if (!side.isUp || side.told) return []
  side.told = event
  const { at, node } = event
  return [{ type: 'told', name: toldName(side, event), at, node, causes: [] }]
}

const toldName = ({ node, session }: Side, told: Told): string =>
  `${node}: NOTIFICATION on ${session}, ${nameOf(told)}`

const nameOf = ({ code, subcode }: Told): string => notificationName(code, subcode)

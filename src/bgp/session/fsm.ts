/** What one connection's state machine remembers. */
import type { ConnectionId, Fsm, TimerName } from './types.ts'

export const createFsm = (direction: Fsm['direction'], connection: ConnectionId = 0): Fsm => ({
  direction,
  // An accepted connection begins where the machine was that waited for it.
  state: direction === 'incoming' ? 'Active' : 'Idle',
  connection,
  deadlines: {
    connectRetry: NEVER,
    hold: NEVER,
    keepalive: NEVER,
    delayOpen: NEVER,
    idleHold: NEVER,
    sendHold: NEVER,
  },
  negotiated: undefined,
})

export const NEVER = Number.POSITIVE_INFINITY

/** When the first timer expires. */
export const earliest = ({ deadlines: d }: Fsm): number =>
  Math.min(d.connectRetry, d.hold, d.keepalive, d.delayOpen, d.idleHold, d.sendHold)

export const earliestTimer = (fsm: Fsm): TimerName => {
  const at = earliest(fsm)
  return (Object.keys(fsm.deadlines) as TimerName[]).find(
    (timer) => fsm.deadlines[timer] === at,
  ) as TimerName
}

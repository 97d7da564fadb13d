/** Idle, Connect and Active (RFC 4271 section 8.2.2): no OPEN has been sent. */
import {
  backToActive,
  closeConnection,
  connectionCompleted,
  end,
  endMalformed,
  endUnexpected,
  enter,
  initiateConnection,
  isRunning,
  openConfirm,
  openSent,
  restartConnectRetry,
  sendOpen,
  stopTimer,
} from './actions.ts'
import { receivedEnding, silentEnding } from './ending.ts'
import { acceptOpen } from './open-sent.ts'
import type { Context, FsmEvent } from './types.ts'

export const idle = (c: Context, event: FsmEvent) => {
  switch (event.type) {
    case 'start': // 1, 3 to 7; 13 comes here as a start too
      return c.options.connects ? connect(c) : enter(c, 'Active')
    default: // in Idle everything else is ignored
      return
  }
}

export const connecting = (c: Context, event: FsmEvent) => {
  switch (event.type) {
    case 'start': // 1, 3 to 7
      return
    case 'stop': // 2
      return end(c, silentEnding('stopped'))
    case 'timer':
      return connectingTimer(c, event)
    case 'connected': // 16, 17
      return connectionCompleted(c)
    case 'disconnected': // 18
      // With the DelayOpenTimer the RFC goes to Active, else to Idle. We go to Active as the daemons
      // do: in Idle the connection that the peer opens meanwhile would be refused.
      return backToActive(c, event)
    case 'open': // 19, 20
      return openBeforeOurs(c, event)
    case 'malformed': // 21, 22, 28
      return endMalformed(c, event)
    case 'notification': // 24, 25
      return end(c, receivedEnding(event))
    case 'collision': // 23
      return end(c, silentEnding('another connection of this peer was kept'))
    case 'keepalive': // 26
    case 'update': // 27
    case 'route-refresh':
      return endUnexpected(c, event)
  }
}

const connectingTimer = (c: Context, { timer }: FsmEvent & { type: 'timer' }) => {
  switch (timer) {
    case 'connectRetry': // 9
      c.emit({ type: 'failed', connection: c.fsm.connection, ending: NO_ANSWER })
      closeConnection(c)
      stopTimer(c, 'delayOpen')
      return connect(c)
    case 'delayOpen': // 12
      return openSent(c)
    default: // 10, 11, 13
      return stopTimer(c, timer)
  }
}

/** As Connect, but for the timer and for a connection that goes away: that one was the peer's. */
export const active = (c: Context, event: FsmEvent) => {
  switch (event.type) {
    case 'timer':
      return activeTimer(c, event)
    case 'disconnected': // 18
      return end(c, event.ending)
    default:
      return connecting(c, event)
  }
}

const activeTimer = (c: Context, { timer }: FsmEvent & { type: 'timer' }) => {
  switch (timer) {
    case 'connectRetry': // 9
      return connect(c)
    case 'delayOpen': // 12
      return openSent(c)
    default: // 10, 11, 13
      return stopTimer(c, timer)
  }
}

const connect = (c: Context): void => {
  restartConnectRetry(c)
  initiateConnection(c)
  enter(c, 'Connect')
}

/** Event 20: the peer was faster than our DelayOpenTimer. */
const openBeforeOurs = (c: Context, open: FsmEvent & { type: 'open' }) => {
  if (!isRunning(c, 'delayOpen')) return endUnexpected(c, open)
  const negotiated = acceptOpen(c, open)
  if (!negotiated) return
  sendOpen(c)
  openConfirm(c, negotiated)
}

const NO_ANSWER = {
  by: 'network',
  why: 'no-answer',
  text: 'no answer to the connection attempt',
} as const

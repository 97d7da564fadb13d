/** OpenSent and OpenConfirm (RFC 4271 section 8.2.2): waiting for the OPEN and for its confirmation. */
import { WireError } from '../../lib/errors.ts'
import {
  backToActive,
  end,
  endMalformed,
  endUnexpected,
  enter,
  notifyAndEnd,
  openConfirm,
  restartHold,
  restartKeepalive,
  restartSendHold,
  sendKeepalive,
  stopTimer,
} from './actions.ts'
import { receivedEnding } from './ending.ts'
import { negotiateSession } from './negotiated.ts'
import { asNotification, CEASE, cease, holdTimerExpired } from './notifications.ts'
import type { Context, FsmEvent } from './types.ts'

export const openSentState = (c: Context, event: FsmEvent) => {
  switch (event.type) {
    case 'start': // 1, 3 to 7
    case 'connected': // 16, 17
      return
    case 'stop': // 2, 8
      return notifyAndEnd(c, asNotification(event.notification), 'stopped')
    case 'timer':
      if (event.timer !== 'hold') return stopTimer(c, event.timer) // 9, 11 to 13 do not run here
      return notifyAndEnd(c, holdTimerExpired(), 'no OPEN came before the hold timer expired') // 10
    case 'disconnected': // 18
      return c.fsm.direction === 'outgoing' ? backToActive(c, event) : end(c, event.ending)
    case 'open': // 19, 20
      return openReceived(c, event)
    case 'malformed': // 21, 22, 28
      return endMalformed(c, event)
    case 'collision': // 23
      return dump(c)
    case 'notification': // 24, 25: never answered with another one
      return end(c, receivedEnding(event))
    case 'keepalive': // 26
    case 'update': // 27
    case 'route-refresh':
      return endUnexpected(c, event)
  }
}

const openReceived = (c: Context, open: FsmEvent & { type: 'open' }): void => {
  const negotiated = acceptOpen(c, open)
  if (negotiated) openConfirm(c, negotiated)
}

export const openConfirmState = (c: Context, event: FsmEvent) => {
  switch (event.type) {
    case 'start': // 1, 3 to 7
    case 'connected': // 16, 17
      return
    case 'stop': // 2, 8
      return notifyAndEnd(c, asNotification(event.notification), 'stopped')
    case 'timer':
      return openConfirmTimer(c, event)
    case 'disconnected': // 18
      return end(c, event.ending)
    case 'malformed': // 21, 22, 28
      return endMalformed(c, event)
    case 'collision': // 23
      return dump(c)
    case 'notification': // 24, 25
      return end(c, receivedEnding(event))
    case 'keepalive': // 26
      return established(c)
    case 'open': // 19: a second one on the same connection
    case 'update': // 27
    case 'route-refresh':
      return endUnexpected(c, event)
  }
}

const openConfirmTimer = (c: Context, { timer }: FsmEvent & { type: 'timer' }) => {
  switch (timer) {
    case 'hold': // 10
      return notifyAndEnd(c, holdTimerExpired(), 'no KEEPALIVE came before the hold timer expired')
    case 'keepalive': // 11
      sendKeepalive(c)
      return restartKeepalive(c)
    default: // 9, 12, 13 do not run here
      return stopTimer(c, timer)
  }
}

const established = (c: Context): void => {
  const { connection, negotiated } = c.fsm
  if (!negotiated) return
  restartHold(c.fsm, c.nowMs)
  restartSendHold(c.fsm, c.options, c.nowMs)
  enter(c, 'Established')
  c.emit({ type: 'established', connection, negotiated })
}

const dump = (c: Context): void =>
  notifyAndEnd(c, cease(CEASE.connectionCollision), 'another connection of this peer was kept')

/** What an OPEN agrees on; undefined when it (section 6.2) or this connection (section 6.8) is refused. */
export const acceptOpen = (c: Context, open: FsmEvent & { type: 'open' }) => {
  const negotiated = negotiateSession(c.options, open)
  if (negotiated instanceof WireError) endMalformed(c, { type: 'malformed', error: negotiated })
  else if (c.losesCollision(open)) dump(c)
  else return negotiated
  return undefined
}

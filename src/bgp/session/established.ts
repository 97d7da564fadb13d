/** Established (RFC 4271 section 8.2.2). */
import {
  end,
  endMalformed,
  endUnexpected,
  notifyAndEnd,
  restartHold,
  restartKeepalive,
  sendKeepalive,
  stopTimer,
} from './actions.ts'
import { receivedEnding } from './ending.ts'
import {
  asNotification,
  CEASE,
  cease,
  holdTimerExpired,
  sendHoldTimerExpired,
} from './notifications.ts'
import type { Context, FsmEvent } from './types.ts'

export const establishedState = (c: Context, event: FsmEvent) => {
  switch (event.type) {
    case 'start': // 1, 3 to 7
    case 'connected': // 16, 17
      return
    case 'stop': // 2, 8
      return notifyAndEnd(c, asNotification(event.notification), 'stopped')
    case 'timer':
      return establishedTimer(c, event)
    case 'disconnected': // 18
      return end(c, event.ending)
    case 'malformed': // 21, 22, 28
      return endMalformed(c, event)
    case 'collision': // 23
      return notifyAndEnd(c, cease(CEASE.connectionCollision), 'another connection was kept')
    case 'notification': // 24, 25
      return end(c, receivedEnding(event))
    case 'keepalive': // 26
      return restartHold(c.fsm, c.nowMs)
    case 'update': // 27
      restartHold(c.fsm, c.nowMs)
      return c.emit({ type: 'update', update: event })
    case 'route-refresh': // RFC 2918
      restartHold(c.fsm, c.nowMs)
      return c.emit({ type: 'refresh', refresh: event })
    case 'open': // 19
      return endUnexpected(c, event)
  }
}

const establishedTimer = (c: Context, { timer }: FsmEvent & { type: 'timer' }) => {
  switch (timer) {
    case 'hold': // 10
      return notifyAndEnd(c, holdTimerExpired(), 'nothing was received for the hold time')
    case 'keepalive': // 11
      sendKeepalive(c)
      return restartKeepalive(c)
    case 'sendHold': // RFC 9687
      return notifyAndEnd(c, sendHoldTimerExpired(), 'the peer took nothing for the send hold time')
    default: // 9, 12, 13
      return stopTimer(c, timer)
  }
}

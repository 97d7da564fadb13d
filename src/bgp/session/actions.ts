/** What the states of RFC 4271 section 8.2.2 do, in the RFC's words. */
import type { WireError } from '../../lib/errors.ts'
import { encodeCapabilities } from '../capabilities.ts'
import { LARGEST_MESSAGE } from '../header.ts'
import { encodeMessage, KEEPALIVE, type Message } from '../message.ts'
import { NOTIFICATION_HEAD, type Notification } from '../notification.ts'
import { type Ending, sentEnding, silentEnding } from './ending.ts'
import { NEVER } from './fsm.ts'
import { type Negotiated, ownCapabilities } from './negotiated.ts'
import { asNotification, unexpectedMessage } from './notifications.ts'
import type { Context, Fsm, FsmEvent, SessionOptions, SessionState, TimerName } from './types.ts'

/** RFC 9687 section 5. */
const SHORTEST_SEND_HOLD_MS = 480_000
const TYPE_CODE = { open: 1, update: 2, notification: 3, keepalive: 4, 'route-refresh': 5 } as const

const setTimer = ({ fsm, nowMs }: Context, timer: TimerName, delayMs: number): void => {
  // Never now: a timer that starts itself again would keep `tick` for ever.
  fsm.deadlines[timer] = nowMs + Math.max(delayMs, 1)
}

export const stopTimer = ({ fsm }: Context, timer: TimerName): void => {
  fsm.deadlines[timer] = NEVER
}

export const isRunning = ({ fsm }: Context, timer: TimerName): boolean =>
  fsm.deadlines[timer] !== NEVER

export const restartConnectRetry = (c: Context): void =>
  setTimer(c, 'connectRetry', jittered(c, c.options.timers.connectRetryMs))

/** RFC 4271 section 10: a factor between 0.75 and 1, drawn anew each time. */
const jittered = ({ options }: Context, delayMs: number): number =>
  options.random ? delayMs * (0.75 + options.random() / 4) : delayMs

export const initiateConnection = (c: Context): void => {
  c.fsm.connection = c.newConnection()
  c.emit({ type: 'connect', connection: c.fsm.connection })
}

const send = ({ fsm, emit }: Context, bytes: Uint8Array): void =>
  emit({ type: 'send', connection: fsm.connection, bytes })

export const sendKeepalive = (c: Context): void => send(c, KEEPALIVE)

export const sendOpen = (c: Context): void => {
  const { asn, routerId, holdTimeS } = c.options.local
  const capabilities = encodeCapabilities(ownCapabilities(c.options))
  send(c, encodeMessage({ type: 'open', version: 4, asn, routerId, holdTimeS, capabilities }))
}

/** The connection is there: OPEN and the long hold time, or first the delay (RFC 4271 section 8.1.1). */
export const connectionCompleted = (c: Context): void => {
  stopTimer(c, 'connectRetry')
  if (c.options.timers.delayOpenMs > 0) setTimer(c, 'delayOpen', c.options.timers.delayOpenMs)
  else openSent(c)
}

export const openSent = (c: Context): void => {
  stopTimer(c, 'delayOpen')
  sendOpen(c)
  setTimer(c, 'hold', c.options.timers.openHoldMs)
  enter(c, 'OpenSent')
}

/** A good OPEN came: KEEPALIVE, and from now on the negotiated hold time. */
export const openConfirm = (c: Context, negotiated: Negotiated): void => {
  stopTimer(c, 'delayOpen')
  stopTimer(c, 'connectRetry')
  c.fsm.negotiated = negotiated
  sendKeepalive(c)
  restartKeepalive(c)
  restartHold(c.fsm, c.nowMs)
  enter(c, 'OpenConfirm')
}

/** A hold time of 0 has neither of the two timers (RFC 4271 section 4.2). */
export const restartHold = (fsm: Fsm, nowMs: number): void => {
  const holdTimeMs = fsm.negotiated?.holdTimeMs ?? 0
  fsm.deadlines.hold = holdTimeMs > 0 ? nowMs + holdTimeMs : NEVER
}

export const restartKeepalive = (c: Context): void => {
  const { keepaliveMs = 0 } = c.fsm.negotiated ?? {}
  if (keepaliveMs > 0) setTimer(c, 'keepalive', jittered(c, keepaliveMs))
}

export const restartSendHold = (fsm: Fsm, { timers }: SessionOptions, nowMs: number): void => {
  const holdTimeMs = fsm.negotiated?.holdTimeMs ?? 0
  if (holdTimeMs === 0) return
  const delayMs = timers.sendHoldMs ?? Math.max(SHORTEST_SEND_HOLD_MS, 2 * holdTimeMs)
  fsm.deadlines.sendHold = nowMs + delayMs
}

export const enter = ({ fsm }: Context, state: SessionState): void => {
  fsm.state = state
}

/** Says why, closes, and rests: the way from everywhere to Idle. */
export const notifyAndEnd = (
  c: Context,
  notification: Notification,
  because: string,
  error?: WireError,
): void => {
  const maxLength = c.fsm.negotiated?.maxLength.send ?? LARGEST_MESSAGE
  // The data may be the whole message that was wrong (RFC 7313), and then it never fits.
  const data = notification.data.subarray(0, maxLength - NOTIFICATION_HEAD)
  const told = { ...notification, data }
  send(c, encodeMessage(told, { maxLength }))
  end(c, sentEnding(told, because, error))
}

/** RFC 4271 section 6: the NOTIFICATION that belongs to the bytes. */
export const endMalformed = (c: Context, event: FsmEvent & { type: 'malformed' }) => {
  const { error } = event
  const because = `the peer sent ${error.message} (${error.section})`
  // RFC 4271 section 6.4: what is wrong with a NOTIFICATION is not told.
  if (error.notification.code === 0) return end(c, silentEnding(because))
  notifyAndEnd(c, asNotification(error.notification), because, error)
}

/** A message that has no place in this state (RFC 4271 section 6.6, RFC 6608). */
export const endUnexpected = (c: Context, { type }: Message): void =>
  notifyAndEnd(
    c,
    unexpectedMessage(c.fsm.state, TYPE_CODE[type]),
    `the peer sent ${article(type)} in state ${c.fsm.state}`,
  )

/** Releases everything. What it means for the session is the machine's business. */
export const end = (c: Context, ending: Ending): void => {
  const { fsm } = c
  const { connection, state, negotiated } = fsm
  closeConnection(c)
  for (const timer of Object.keys(fsm.deadlines) as TimerName[]) stopTimer(c, timer)
  fsm.state = 'Idle'
  fsm.negotiated = undefined
  if (state !== 'Established') {
    if (connection !== 0) c.emit({ type: 'failed', connection, ending })
    return
  }
  c.emit({ type: 'down', connection, ending, keepRoutes: keepsRoutes(c, ending, negotiated) })
}

/** Waits for the peer, and tries again when the ConnectRetryTimer expires. */
export const backToActive = (c: Context, event: FsmEvent & { type: 'disconnected' }): void => {
  c.emit({ type: 'failed', connection: c.fsm.connection, ending: event.ending })
  closeConnection(c)
  stopTimer(c, 'delayOpen')
  stopTimer(c, 'hold')
  restartConnectRetry(c)
  enter(c, 'Active')
}

export const closeConnection = ({ fsm, emit }: Context): void => {
  if (fsm.connection !== 0) emit({ type: 'close', connection: fsm.connection })
  fsm.connection = 0
}

/** RFC 4724 section 4.2: a connection that broke; RFC 8538 section 3: a NOTIFICATION too, unless it is a Hard Reset. */
const keepsRoutes = (
  { options }: Context,
  ending: Ending,
  negotiated: Negotiated | undefined,
): boolean => {
  const restart = negotiated?.gracefulRestart
  if (!restart) return false
  if (ending.why !== 'notification') return ending.by !== 'local'
  const isHardReset = ending.notification?.code === 6 && ending.notification.subcode === 9
  const ours = options.local.capabilities.gracefulRestart
  return restart.notification && ours?.notification === true && !isHardReset
}

const article = (type: Message['type']): string =>
  `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type.toUpperCase()}`

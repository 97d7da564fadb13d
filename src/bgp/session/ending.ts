/** Why a connection or a session ended, as data and in plain words. */
import type { WireError } from '../../lib/errors.ts'
import { type Notification, notificationName } from '../notification.ts'
import { shutdownText } from './notifications.ts'

export interface Ending {
  /** Who ended it: we, the other speaker, or what is between. */
  readonly by: 'local' | 'remote' | 'network'
  readonly why:
    | 'refused'
    | 'unreachable'
    | 'no-answer'
    | 'reset'
    | 'closed'
    /** Received or sent, see `by`. */
    | 'notification'
    | 'failed'
  readonly text: string
  /** What was received or sent. */
  readonly notification?: Notification
  /** What was wrong with the bytes of the peer. */
  readonly error?: WireError
}

/** The peer sent a NOTIFICATION. */
export const receivedEnding = (notification: Notification): Ending => ({
  by: 'remote',
  why: 'notification',
  text: `the peer sent NOTIFICATION ${notificationText(notification)}`,
  notification,
})

/** We sent a NOTIFICATION; `because` says in plain words what led to it. */
export const sentEnding = (
  notification: Notification,
  because: string,
  error?: WireError,
): Ending => ({
  by: 'local',
  why: 'notification',
  text: `${because} (we sent NOTIFICATION ${notificationText(notification)})`,
  notification,
  ...(error && { error }),
})

/** We closed without a word, which the RFC wants before an OPEN was sent. */
export const silentEnding = (text: string): Ending => ({ by: 'local', why: 'closed', text })

/** `6/2 Cease/Administrative Shutdown: "maintenance"`. */
const notificationText = (notification: Notification): string => {
  const { code, subcode } = notification
  const said = shutdownText(notification)
  const name = `${code}/${subcode} ${notificationName(code, subcode)}`
  return said === undefined ? name : `${name}: "${said}"`
}

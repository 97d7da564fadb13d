/** The NOTIFICATIONs that the session state machine sends (RFC 4271 section 6, RFC 4486, 6608, 9003, 9687). */
import type { Notification } from '../notification.ts'
import type { NotificationBody, SessionState } from './types.ts'

export const CEASE = {
  maximumPrefixes: 1,
  administrativeShutdown: 2,
  peerDeconfigured: 3,
  administrativeReset: 4,
  connectionRejected: 5,
  otherConfigurationChange: 6,
  connectionCollision: 7,
  outOfResources: 8,
  /** RFC 8538. */
  hardReset: 9,
} as const

const LONGEST_TEXT = 255

/** A Cease; the text, cut to 255 octets, goes with Administrative Shutdown and Reset (RFC 9003). */
export const cease = (subcode: number, text?: string): Notification =>
  notification(6, subcode, hasText(subcode) && text ? textData(text) : undefined)

export const holdTimerExpired = (): Notification => notification(4, 0)

/** RFC 9687 section 5. */
export const sendHoldTimerExpired = (): Notification => notification(8, 0)

/** RFC 6608: the subcode names the state, the data is the type of the unexpected message. */
export const unexpectedMessage = (state: SessionState, messageType: number): Notification => {
  const subcode = FSM_SUBCODE[state] ?? 0
  return notification(5, subcode, subcode === 0 ? undefined : Uint8Array.of(messageType))
}

/** What the other side wrote into a Cease (RFC 9003); undefined when there is no text. */
export const shutdownText = ({ code, subcode, data }: Notification): string | undefined => {
  const length = data[0] ?? 0
  if (code !== 6 || !hasText(subcode) || length === 0 || length >= data.length) return undefined
  return printable(new TextDecoder().decode(data.subarray(1, 1 + length)))
}

export const notification = (
  code: number,
  subcode: number,
  data: Uint8Array = new Uint8Array(0),
): Notification => ({ type: 'notification', code, subcode, data })

/** Of what a caller or an error brings, these three alone: it may have a type of its own. */
export const asNotification = ({ code, subcode, data }: NotificationBody): Notification =>
  notification(code, subcode, data)

const FSM_SUBCODE: Partial<Record<SessionState, number>> = {
  OpenSent: 1,
  OpenConfirm: 2,
  Established: 3,
}

const hasText = (subcode: number): boolean =>
  subcode === CEASE.administrativeShutdown || subcode === CEASE.administrativeReset

const textData = (text: string): Uint8Array => {
  let octets = new TextEncoder().encode(text)
  if (octets.length > LONGEST_TEXT) {
    let end = LONGEST_TEXT
    // Not in the middle of a character.
    while (((octets[end] as number) & 0xc0) === 0x80) end--
    octets = octets.slice(0, end)
  }
  return Uint8Array.of(octets.length, ...octets)
}

/** RFC 9003 section 6: a text of the peer must not be able to steer a terminal. */
const printable = (text: string): string => text.replace(/\p{C}/gu, '�')

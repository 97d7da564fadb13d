/** Why a session was lost, in plain words and with the code of RFC 4271 section 4.5 where there is one. */
import { notificationName } from '../bgp/notification.ts'

/** `hold timer expired (code 4)`, `cease: administrative shutdown (code 6, subcode 2)`. */
export const notificationWords = (code: number, subcode: number): string => {
  const name = notificationName(code, subcode).replace('/', ': ')
  const numbers = subcode === 0 ? `code ${code}` : `code ${code}, subcode ${subcode}`
  return `${lower(name)} (${numbers})`
}

/** What a router's log or the simulator gave as the reason; empty when nothing was given. */
export const reasonWords = (reason: string): string => {
  const known = CODES.get(key(reason))
  return known ? notificationWords(...known) : plain(reason)
}

const plain = (reason: string): string =>
  reason.replace(/\bNOTIFICATION (\d+)\/(\d+) [^()]*/, (_, code, subcode) =>
    `NOTIFICATION: ${notificationWords(Number(code), Number(subcode))}`.trimEnd(),
  )

/** Names begin with a capital in the RFCs; AS and BGP stay as they are. */
const lower = (text: string): string =>
  text.replace(/\b[A-Z][a-z-]+/g, (word) => word.toLowerCase())

/** Daemons differ in case and endings: `Administratively Shutdown`. */
const key = (text: string): string => text.toLowerCase().replaceAll(/administrative(ly)?/g, 'admin')

const CODES: ReadonlyMap<string, readonly [number, number]> = new Map(
  Array.from({ length: 8 * 12 }, (_, i) => [Math.floor(i / 12) + 1, i % 12] as const).map(
    ([code, subcode]) => [key(notificationName(code, subcode)), [code, subcode] as const] as const,
  ),
)

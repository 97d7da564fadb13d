/** What daemons write about BGP, in plain words; all else stays as they wrote it. */
import type { DaemonLine } from './daemon-line.ts'
import type { Names } from './names.ts'
import { notificationWords } from './reason.ts'
import type { Told } from './told.ts'

type Said = Pick<Told, 'words' | 'peer' | 'mood'>

export const daemonWords = ({ daemon, text }: DaemonLine, names: Names): Said => {
  for (const [pattern, say] of KNOWN) {
    const found = pattern.exec(text)
    if (found) return say(found.slice(1), names)
  }
  return { words: `${daemon ?? 'its container'} says: ${text}` }
}

const ADDRESS = '([0-9A-Fa-f.:]+?)'

const KNOWN: readonly (readonly [
  RegExp,
  (parts: readonly (string | undefined)[], names: Names) => Said,
])[] = [
  [
    new RegExp(
      `^%NOTIFICATION: (sent to|received from) neighbor ${ADDRESS}(?:\\([^)]*\\))? (\\d+)/(\\d+) `,
    ),
    ([way, address = '', code, subcode], names) => {
      const peer = names.of(address)
      const what = notificationWords(Number(code), Number(subcode))
      const words = way === 'sent to' ? `told ${peer}: ${what}` : `was told by ${peer}: ${what}`
      return { words: `${words} (its log)`, peer, mood: 'bad' }
    },
  ],
  [
    new RegExp(`rcvd End-of-RIB for (\\S+) Unicast from ${ADDRESS}(?: in vrf \\S+)?$`),
    ([family, address = ''], names) => {
      const peer = names.of(address)
      return { words: `took the end of the first ${family} routes from ${peer} (its log)`, peer }
    },
  ],
]

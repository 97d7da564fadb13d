/** What loads do, in plain words. */
import type { RunEvent } from '../model/event.ts'
import { formatMs } from '../report/quantity.ts'
import type { Names } from './names.ts'
import type { Told } from './told.ts'

type LoadEntry = Extract<
  RunEvent,
  { type: 'load-started' | 'load-burst' | 'load-canary' | 'load-ended' | 'load-received' }
>

export const loadWords = (entry: LoadEntry, names: Names): Omit<Told, 'at' | 'seq'> => {
  if (entry.type === 'load-received') return received(entry)
  return { topic: 'load', who: entry.load, ...said(entry, names) }
}

const received = (
  entry: Extract<LoadEntry, { type: 'load-received' }>,
): Omit<Told, 'at' | 'seq'> => {
  const { node, updates, announced, withdrawn, at, since } = entry
  const words = `heard ${updates} UPDATEs of a load within ${formatMs(at - since)}: ${announced} prefixes announced, ${withdrawn} withdrawn`
  return { topic: 'load', who: node, node, words }
}

const said = (
  entry: Exclude<LoadEntry, { type: 'load-received' }>,
  names: Names,
): Pick<Told, 'words' | 'mood'> => {
  switch (entry.type) {
    case 'load-started':
      return {
        words: `begins: ${entry.sessions.map(({ role, node }) => `${role} at ${names.of(node)}`).join(', ')}`,
      }
    case 'load-burst':
      return {
        words: `sent burst ${entry.number}: ${entry.updates} UPDATEs, ${Math.round(entry.perS)} a second`,
      }
    case 'load-canary': {
      const { prefix, sentAt, seenAt } = entry
      if (seenAt === undefined) return { words: `canary ${prefix} did not arrive`, mood: 'bad' }
      return { words: `canary ${prefix} arrived after ${formatMs(seenAt - sentAt)}` }
    }
    case 'load-ended': {
      const { outcome, reason, updates, received: got } = entry
      const why = reason === undefined ? '' : `, ${reason}`
      const words = `ended: ${outcome}${why}; ${updates} UPDATEs sent, ${got.updates} received by the sink`
      return { words, mood: outcome === 'complete' ? 'good' : 'bad' }
    }
  }
}

/** What each event of a journal says in plain words. */
import type { JournalEntry, RunEvent } from '../model/event.ts'
import type { PrefixText } from '../model/topology.ts'
import { formatQuantity } from '../report/quantity.ts'
import { faultWords } from './fault-words.ts'
import { loadWords } from './load-words.ts'
import type { Names } from './names.ts'
import { notificationWords, reasonWords } from './reason.ts'
import { routeWords } from './route-words.ts'
import type { Told } from './told.ts'

export interface Telling {
  readonly names: Names
  /** Of events of many prefixes, only this one is told. */
  readonly only?: PrefixText | undefined
}

type Entry<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>

export const tell = (entry: JournalEntry, telling: Telling): Told => ({
  seq: entry.seq,
  ...tellEvent(entry, telling),
})

/** The same of what is in no journal. */
export const tellEvent = (event: RunEvent, telling: Telling): Told => ({
  at: event.at,
  ...partsOf(event, telling),
})

const partsOf = (entry: RunEvent, telling: Telling): Omit<Told, 'at' | 'seq'> => {
  const { names } = telling
  switch (entry.type) {
    case 'run-started':
    case 'steady-state-reached':
    case 'steady-state-failed':
    case 'assertion-judged':
    case 'doubted':
    case 'invalidated':
    case 'run-ended':
      return { topic: 'run', who: 'run', ...runWords(entry) }
    case 'fault-started':
    case 'effects-applied':
    case 'fault-injected':
    case 'fault-healed':
    case 'fault-unverified':
    case 'settled':
    case 'fault-ended':
    case 'step-skipped':
    case 'fault-late':
      return faultWords(entry)
    case 'load-started':
    case 'load-burst':
    case 'load-canary':
    case 'load-ended':
    case 'load-received':
      return loadWords(entry, names)
    case 'update-received':
    case 'fib-changed':
    case 'fib-read':
    case 'probe-changed':
    case 'way-changed':
      return routeWords(entry, telling)
    case 'host-sampled':
      return { topic: 'host', who: 'host', words: hostWords(entry) }
    case 'resources-sampled':
      return { topic: 'host', who: 'host', words: useWords(entry) }
    default:
      return nodeWords(entry, names)
  }
}

const runWords = (
  entry: Entry<
    | 'run-started'
    | 'steady-state-reached'
    | 'steady-state-failed'
    | 'assertion-judged'
    | 'doubted'
    | 'invalidated'
    | 'run-ended'
  >,
): Pick<Told, 'words' | 'mood'> => {
  switch (entry.type) {
    case 'run-started':
      return { words: `${entry.plan} begins: repeat ${entry.iteration}, seed ${entry.seed}` }
    case 'steady-state-reached':
      return { words: 'the steady state holds', mood: 'good' }
    case 'steady-state-failed':
      return { words: `the steady state was not reached: ${entry.reasons.join('; ')}`, mood: 'bad' }
    case 'assertion-judged': {
      const { text, got, passed } = entry
      const words = `the assertion ${text} ${passed ? 'holds' : 'does not hold'}: ${got}`
      return { words, mood: passed ? 'good' : 'bad' }
    }
    case 'doubted':
      return { words: `is doubtful: ${entry.reason}`, mood: 'bad' }
    case 'invalidated':
      return { words: `is not trustworthy: ${entry.reason}`, mood: 'bad' }
    case 'run-ended':
      return { words: `ended: ${[entry.verdict, ...entry.reasons].join('; ')}` }
  }
}

const useWords = ({ nodes }: Entry<'resources-sampled'>): string => {
  const uses = Object.values(nodes)
  const octets = uses.reduce((sum, { memoryOctets }) => sum + memoryOctets, 0)
  return `${uses.length} routers hold ${formatQuantity(octets, 'octets')} of memory`
}

/** Shares of all processors. */
const hostWords = (sample: Entry<'host-sampled'>): string => {
  const { forMs, processors, labMs, foreignMs, lowMs, idleMs, stealMs } = sample
  const parts = Object.entries({
    lab: labMs,
    others: foreignMs,
    'low priority': lowMs,
    hypervisor: stealMs,
    idle: idleMs,
  }).flatMap(([name, ms]) =>
    ms === undefined ? [] : [`${name} ${Math.round((ms / (forMs * processors)) * 100)} %`],
  )
  return `had its ${processors} processors so: ${parts.join(', ')}`
}

const nodeWords = (
  entry: Entry<
    | 'session-changed'
    | 'notification-received'
    | 'open-received'
    | 'interface-changed'
    | 'node-changed'
    | 'observer-failed'
  >,
  names: Names,
): Omit<Told, 'at' | 'seq'> => {
  const { node } = entry
  const where = { who: node, node }
  switch (entry.type) {
    case 'session-changed': {
      const peer = names.of(entry.peer)
      const reason = reasonWords(entry.reason)
      const words = entry.up
        ? `has a session with ${peer}`
        : `lost the session with ${peer}${reason && `: ${reason}`}`
      return { ...where, topic: 'session', peer, words, mood: entry.up ? 'good' : 'bad' }
    }
    case 'notification-received': {
      const peer = names.of(entry.from)
      const said = notificationWords(entry.code, entry.subcode)
      return {
        ...where,
        topic: 'session',
        peer,
        words: `was told by ${peer}: ${said}`,
        mood: 'bad',
      }
    }
    case 'open-received': {
      const peer = names.of(entry.from)
      return { ...where, topic: 'session', peer, words: `heard ${peer} open a session` }
    }
    case 'interface-changed': {
      const words = `sees the link ${entry.link} ${entry.up ? 'come up' : 'go down'}`
      const mood = entry.up ? 'good' : 'bad'
      return { ...where, topic: 'interface', link: entry.link, words, mood }
    }
    case 'node-changed': {
      const words = entry.running ? 'runs' : 'does not run any more'
      return { ...where, topic: 'node', words, mood: entry.running ? 'good' : 'bad' }
    }
    case 'observer-failed':
      return {
        ...where,
        topic: 'trouble',
        words: `could not be observed: ${entry.what}`,
        mood: 'bad',
      }
  }
}

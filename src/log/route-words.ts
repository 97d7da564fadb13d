/** Routes in plain words: what a router heard, what its kernel does, where packets go. */
import type { RunEvent } from '../model/event.ts'
import type { PrefixText } from '../model/topology.ts'
import type { Names } from './names.ts'
import type { Told } from './told.ts'
import type { Telling } from './words.ts'

type Entry<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>
type Said = Omit<Told, 'at' | 'seq'>

export const routeWords = (
  entry: Entry<'update-received' | 'fib-changed' | 'fib-read' | 'probe-changed' | 'way-changed'>,
  telling: Telling,
): Said => {
  switch (entry.type) {
    case 'update-received':
      return heard(entry, telling)
    case 'fib-changed':
      return forwards(entry, telling.names)
    case 'fib-read':
      return knows(entry)
    case 'probe-changed':
      return probed(entry)
    case 'way-changed':
      return wandered(entry)
  }
}

const heard = (entry: Entry<'update-received'>, { names, only }: Telling): Said => {
  const { node, announced, withdrawn, asPath } = entry
  const peer = names.of(entry.from)
  const parts = [
    ...(announced.length > 0 ? [`${listed(announced, only)} ${pathWords(asPath)}`] : []),
    ...(withdrawn.length > 0 ? [`${listed(withdrawn, only)} withdrawn`] : []),
  ]
  const wanted = parts.filter((part) => only === undefined || part.startsWith(only))
  // RFC 4724 section 2: an UPDATE without routes marks the end of the first ones.
  const words = `heard from ${peer}: ${(wanted.length > 0 ? wanted : parts).join('; ') || 'that was all for now (End-of-RIB)'}`
  const prefixes = [...announced, ...withdrawn]
  const mood = announced.length === 0 && withdrawn.length > 0 ? 'bad' : undefined
  return { topic: 'update', who: node, node, peer, prefixes, words, ...(mood && { mood }) }
}

/** An empty path is a route of the sender's own AS. */
export const pathWords = (asPath: readonly number[]): string =>
  asPath.length > 0 ? `via AS ${asPath.join(' ')}` : 'from inside its own AS'

/** A line is read by people; the journal has all of them. */
const MOST = 4

const listed = (prefixes: readonly PrefixText[], only: PrefixText | undefined): string => {
  const shown = only !== undefined && prefixes.includes(only) ? [only] : prefixes.slice(0, MOST)
  const more = prefixes.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

const knows = ({ node, routes }: Entry<'fib-read'>): Said => {
  const prefixes = Object.keys(routes)
  const words = `has routes to ${prefixes.length} networks, as it is watched`
  return { topic: 'route', who: node, node, prefixes, words }
}

const forwards = (entry: Entry<'fib-changed'>, names: Names): Said => {
  const { node, prefix, nextHops, protocol } = entry
  const by = OF_BGP.has(protocol) ? '' : ` (${protocol})`
  const words =
    nextHops.length === 0
      ? `no longer has a route to ${prefix}${by}`
      : `now forwards ${prefix} to ${nextHops.map((hop) => names.of(hop)).join(' and ')}${by}`
  const mood = nextHops.length === 0 ? 'bad' : 'good'
  return { topic: 'route', who: node, node, prefixes: [prefix], words, mood }
}

/** zebra of Quagga installs under its own name. */
const OF_BGP: ReadonlySet<string> = new Set(['bgp', 'zebra'])

const CAUSES = {
  'no-route': ': a router has no route',
  'ttl-exceeded': ': they go in a loop',
  silent: '',
} as const

const probed = (entry: Entry<'probe-changed'>): Said => {
  const { from, to, canary, lost, packets, cause } = entry
  const words = lost
    ? `gets no answer from ${to} (${canary})${cause ? CAUSES[cause] : ''}`
    : `gets answers from ${to} (${canary}) again, after ${packets} lost probes`
  const mood = lost ? 'bad' : 'good'
  return { topic: 'probe', who: from, node: from, peer: to, words, mood }
}

const wandered = (entry: Entry<'way-changed'>): Said => {
  const { node, to, prefix, outcome, path } = entry
  const [end] = path.slice(-1)
  const ends = {
    delivered: `reaches ${to} (${prefix}) by ${path.join(', ')}`,
    'no-route': `does not reach ${to} (${prefix}): ${end} has no route`,
    loop: `does not reach ${to} (${prefix}): packets go in a loop, ${path.join(', ')}`,
    dropped: `does not reach ${to} (${prefix}): packets are lost behind ${end}`,
  }
  const mood = outcome === 'delivered' ? 'good' : 'bad'
  return { topic: 'way', who: node, node, peer: to, prefixes: [prefix], words: ends[outcome], mood }
}

/**
 * From the last change of a prefix at a router back to the fault. The journal has what each router
 * received and when, not what it thought: the cause of an UPDATE is taken to be the last thing that
 * its sender heard of the prefix, or of a session or interface of its own, before.
 */
import { fibChanges } from '../../measure/fib-changes.ts'
import { routeUpdates } from '../../measure/route-updates.ts'
import { speakersOf } from '../../measure/speakers.ts'
import type { Window } from '../../measure/window.ts'
import type { Observation } from '../../model/observation.ts'

type Of<Type extends Observation['type']> = Extract<Observation, { type: Type }>
/** What a chain is made of. */
export type Link = Of<
  'update-received' | 'fib-changed' | 'session-changed' | 'interface-changed' | 'node-changed'
>

export interface Chain {
  readonly prefix: string
  /** The first one follows the fault itself; the last one is the slowest. */
  readonly links: readonly Link[]
  /** Is the first link something that a fault does, and not just the oldest that is known? */
  readonly isWhole: boolean
}

/** Of the router and prefix of a window that changed last. */
export const slowestChain = (window: Window): Chain | undefined => {
  const updates = routeUpdates(window)
  const prefixes = new Set(updates.flatMap(named))
  const last = [...updates, ...fibChanges(window).filter(({ prefix }) => prefixes.has(prefix))]
    .sort((a, b) => a.at - b.at)
    .at(-1)
  const prefix = last && named(last)[0]
  if (!last || prefix === undefined) return undefined
  const speakers = window.iteration.started && speakersOf(window.iteration.started.topology)
  const links: Link[] = [last]
  const events = window.seen.filter(isLink)
  for (let at = events.indexOf(last); at >= 0 && links.length < MOST_LINKS; ) {
    at = causeOf({ events, at, prefix, speakers: speakers ?? new Map() })
    if (at >= 0) links.unshift(events[at] as Link)
  }
  return { prefix, links, isWhole: !isRoute(links[0] as Link) }
}

/** Path hunting is long, but a chain beyond this is nothing that anybody reads. */
const MOST_LINKS = 60

const named = (event: Of<'update-received' | 'fib-changed'>): readonly string[] =>
  event.type === 'fib-changed' ? [event.prefix] : [...event.announced, ...event.withdrawn]

const isRoute = (event: Observation): event is Of<'update-received' | 'fib-changed'> =>
  event.type === 'update-received' || event.type === 'fib-changed'

const isLink = (event: Observation): event is Link => isRoute(event) || OF_ROUTERS.has(event.type)

const OF_ROUTERS: ReadonlySet<string> = new Set<Observation['type']>([
  'session-changed',
  'interface-changed',
  'node-changed',
])

interface Search {
  readonly events: readonly Link[]
  readonly at: number
  readonly prefix: string
  readonly speakers: ReadonlyMap<string, string>
}

/** Index of the cause, -1 for the fault itself. */
const causeOf = ({ events, at, prefix, speakers }: Search): number => {
  const effect = events[at] as Link
  const sender = effect.type === 'update-received' ? speakers.get(effect.from) : effect.node
  const isCause = (event: Link): boolean => {
    if (!isRoute(effect)) return effect.type === 'session-changed' && isBelow(event, effect)
    if (event.type === 'session-changed') return event.up ? opens(event) : event.node === sender
    if (event.node !== sender) return false
    return event.type === 'update-received' ? named(event).includes(prefix) : !isRoute(event)
  }
  /** A session that came up makes both ends send what they have. */
  const opens = ({ node, peer }: Of<'session-changed'>): boolean =>
    effect.type === 'update-received' &&
    [node, speakers.get(peer)].toSorted().join(' ') === [effect.node, sender].toSorted().join(' ')
  return events.slice(0, at).findLastIndex(isCause)
}

/** An interface or a whole router that changed takes sessions with it. */
const isBelow = (event: Link, { node, up }: Of<'session-changed'>): boolean =>
  event.node === node &&
  ((event.type === 'interface-changed' && event.up === up) ||
    (event.type === 'node-changed' && event.running === up))

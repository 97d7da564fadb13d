import type { Observation } from '../model/observation.ts'
import { nothing, perWindow } from './metric.ts'
import { sinceEvent, type Window } from './window.ts'

/**
 * How long until a router next to the fault noticed: by BGP if it did, else by its interface. Of a
 * reversion: until the first session next to it was back.
 */
export const detection = perWindow({
  name: 'detection',
  unit: 'ms',
  summary: 'From the verified effect to the first reaction of an adjacent router.',
  figure: (window) => {
    const first = firstReaction(window)
    if (!first) return nothing('no adjacent router reacted')
    return { value: sinceEvent(window, first.at), note: describe(first) + early(window, first.at) }
  },
})

/** Reading back takes some milliseconds, in which a router may already have reacted. */
const early = ({ eventAt, commandedAt }: Window, at: number): string =>
  at < eventAt
    ? `, before the effect was read back, ${(at - commandedAt).toFixed(3)} ms after the command`
    : ''

/** By BGP if a router next to the fault noticed so, else by its interface. */
export const firstReaction = (window: Window): Observation | undefined =>
  firstSuch(window, isSessionEvent) ?? firstSuch(window, isInterfaceEvent)

const firstSuch = (
  window: Window,
  matches: (event: Observation, up: boolean) => boolean,
): Observation | undefined => {
  const adjacent = new Set(window.instance.adjacent)
  return window.seen.find(
    (event) =>
      'node' in event && adjacent.has(event.node) && matches(event, window.half === 'reversion'),
  )
}

const isSessionEvent = (event: Observation, up: boolean): boolean =>
  event.type === 'session-changed' ? event.up === up : event.type === 'notification-received' && !up

const isInterfaceEvent = (event: Observation, up: boolean): boolean =>
  event.type === 'interface-changed' && event.up === up

const describe = (event: Observation): string => {
  switch (event.type) {
    case 'session-changed':
      return `session at ${event.node}${event.reason && `: ${event.reason}`}`
    case 'notification-received':
      return `NOTIFICATION ${event.code}/${event.subcode} received at ${event.node}`
    case 'interface-changed':
      return `interface at ${event.node}`
    default:
      return event.type
  }
}

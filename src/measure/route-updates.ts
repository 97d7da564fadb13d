import type { Observation } from '../model/observation.ts'
import { seenOf, type Window } from './window.ts'

export type UpdateReceived = Extract<Observation, { type: 'update-received' }>

/** The UPDATEs of a window. An End-of-RIB marker (RFC 4724 section 2) has the form of one, but changes no route. */
export const routeUpdates = (window: Window): readonly UpdateReceived[] =>
  seenOf(window, 'update-received').filter(
    ({ announced, withdrawn }) => announced.length + withdrawn.length > 0,
  )

/** For each node the time of its last event, in the order of their names. */
export const lastByNode = (
  events: readonly { readonly node: string; readonly at: number }[],
  figure: (at: number) => number,
): Record<string, number> => {
  const last = new Map<string, number>()
  for (const { node, at } of events) last.set(node, Math.max(at, last.get(node) ?? at))
  return Object.fromEntries(
    [...last].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([node, at]) => [node, figure(at)]),
  )
}

/** Sums by node, in the order of their names. */
export const sumByNode = <Event extends { readonly node: string }>(
  events: readonly Event[],
  weigh: (event: Event) => number,
): Record<string, number> => {
  const sums = new Map<string, number>()
  for (const event of events) sums.set(event.node, (sums.get(event.node) ?? 0) + weigh(event))
  return Object.fromEntries([...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

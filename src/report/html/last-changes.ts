/** When what a router knows of a prefix changed for the last time: an UPDATE received, or its own FIB. */
import { fibChanges } from '../../measure/fib-changes.ts'
import { routeUpdates } from '../../measure/route-updates.ts'
import { sinceEvent, type Window } from '../../measure/window.ts'

/** Node to prefix to milliseconds since the fault took effect. */
export type LastChanges = ReadonlyMap<string, ReadonlyMap<string, number>>

export const lastChanges = (window: Window): LastChanges => {
  const found = known.get(window) ?? find(window)
  known.set(window, found)
  return found
}

/** Several sections look at the same windows. */
const known = new WeakMap<Window, LastChanges>()

const find = (window: Window): LastChanges => {
  const changes = new Map<string, Map<string, number>>()
  const add = (node: string, prefix: string, at: number): void => {
    const own = changes.get(node) ?? new Map<string, number>()
    changes.set(node, own)
    own.set(prefix, Math.max(own.get(prefix) ?? 0, sinceEvent(window, at)))
  }
  for (const { node, announced, withdrawn, at } of routeUpdates(window))
    for (const prefix of [...announced, ...withdrawn]) add(node, prefix, at)
  const routed = prefixesOf(window)
  for (const { node, prefix, at } of fibChanges(window))
    if (routed.has(prefix)) add(node, prefix, at)
  return changes
}

/** What BGP is there for; a link's own subnet in a FIB is not. */
export const prefixesOf = (window: Window): ReadonlySet<string> =>
  new Set([
    ...(window.iteration.started?.topology.nodes ?? []).flatMap(({ networks }) =>
      networks.map(({ prefix }) => prefix),
    ),
    ...routeUpdates(window).flatMap(({ announced, withdrawn }) => [...announced, ...withdrawn]),
  ])

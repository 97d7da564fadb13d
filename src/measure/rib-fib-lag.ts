import { median } from '../lib/statistics.ts'
import type { Observation } from '../model/observation.ts'
import { fibChanges } from './fib-changes.ts'
import { nothing, perWindow } from './metric.ts'
import type { Window } from './window.ts'

/**
 * For each node: its last kernel route change that answered an UPDATE, less the time of that UPDATE.
 * A change that followed the loss of a session or an interface of its own answers that instead.
 */
export const ribFibLag = perWindow({
  name: 'rib-fib-lag',
  unit: 'ms',
  summary: 'For each router, from an UPDATE to the last kernel route change that answered one.',
  figure: (window) => {
    const by = lagByNode(window)
    const samples = Object.values(by)
    if (samples.length > 0) return { value: median(samples), samples, by }
    return nothing('no router changed a kernel route in answer to an UPDATE')
  },
})

/** One pass, by time: remembers for each node what a change of its kernel's routes may answer. */
const lagByNode = (window: Window): Record<string, number> => {
  const changes = new Set<Observation>(fibChanges(window))
  const lags = new Map<string, Lag>()
  const updateAt = new Map<string, number>()
  const ownEventAt = new Map<string, number>()
  for (const event of window.seen) {
    if (event.type === 'session-changed' || event.type === 'interface-changed')
      ownEventAt.set(event.node, event.at)
    if (event.type === 'update-received')
      for (const prefix of [...event.announced, ...event.withdrawn])
        updateAt.set(`${event.node} ${prefix}`, event.at)
    if (event.type !== 'fib-changed' || !changes.has(event)) continue
    const cause = updateAt.get(`${event.node} ${event.prefix}`)
    const own = ownEventAt.get(event.node) ?? Number.NEGATIVE_INFINITY
    if (cause === undefined || cause < own) continue
    lags.set(event.node, later(lags.get(event.node), { at: event.at, cause }))
  }
  const sorted = [...lags].toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([node, { at, cause }]) => [node, at - cause]))
}

interface Lag {
  readonly at: number
  readonly cause: number
}

/** Routes that change at one instant have no order: the last UPDATE that one of them answered counts. */
const later = (known: Lag | undefined, next: Lag): Lag =>
  known?.at === next.at && known.cause > next.cause ? known : next

/** What became of packets while the network converged, where they could be followed one by one. */
import type { PacketWay } from '../model/observation.ts'
import { brokenNodes } from './broken-nodes.ts'
import { type WayChange as Change, waysByTables } from './follow/ways-by-tables.ts'
import type { Iteration } from './iteration.ts'
import { type Figure, type Metric, perWindow } from './metric.ts'
import type { Window } from './window.ts'

/** A time in which packets of a node to a prefix went one way. */
export interface Stay {
  readonly way: PacketWay
  /** Of the same node to the same prefix: before the window, and at its end. */
  readonly first: PacketWay
  readonly last: PacketWay
  readonly lengthMs: number
}

/**
 * The longest time in which packets of one node to one prefix fared so, added up over the stays that began
 * in the window. Pairs that end at a broken node are left out: they have nothing to converge to. There
 * is no figure at all where packets cannot be followed.
 */
export const perWay = (name: string, summary: string, counts: (stay: Stay) => boolean): Metric => {
  const metric = perWindow({
    name,
    unit: 'ms',
    summary,
    figure: (window) => timeOfWays(window, counts),
  })
  return {
    ...metric,
    measure: (windows, iterations) => metric.measure(windows.filter(canFollow), iterations),
  }
}

const timeOfWays = (window: Window, counts: (stay: Stay) => boolean): Figure => {
  const by: Record<string, number> = {}
  for (const [pair, stays] of staysByPair(window)) {
    const lengthMs = stays.filter(counts).reduce((sum, stay) => sum + stay.lengthMs, 0)
    if (lengthMs > 0) by[pair] = lengthMs
  }
  const samples = Object.values(by)
  return { value: Math.max(0, ...samples), samples, by }
}

const canFollow = ({ iteration }: Window): boolean => changesOf(iteration) !== undefined

/** Told by the simulator as they happen; elsewhere put together from the kernels' tables. */
const changesOf = (iteration: Iteration): readonly Change[] | undefined => {
  if (!told.has(iteration)) told.set(iteration, findChanges(iteration))
  return told.get(iteration)
}
const told = new WeakMap<Iteration, readonly Change[] | undefined>()

const findChanges = (iteration: Iteration): readonly Change[] | undefined => {
  const { started, observations } = iteration
  if (started?.backend !== 'sim') return waysByTables(iteration)
  if (started.probeIntervalMs === 0) return undefined
  return observations.filter((event) => event.type === 'way-changed')
}

/** Three measurements look at the same stays. */
const known = new WeakMap<Window, ReadonlyMap<string, readonly Stay[]>>()

const staysByPair = (window: Window): ReadonlyMap<string, readonly Stay[]> => {
  const stays = known.get(window) ?? findStays(window)
  known.set(window, stays)
  return stays
}

const findStays = (window: Window): ReadonlyMap<string, readonly Stay[]> => {
  const { iteration, commandedAt, untilAt } = window
  const everything = changesOf(iteration) ?? []
  const broken = brokenNodes(window)
  const begun = new Set(
    everything
      .filter(({ at }) => at >= commandedAt && at < untilAt)
      .filter(({ node, to }) => !broken.has(node) && !broken.has(to))
      .map(pairOf),
  )
  const all = new Map<string, Change[]>([...begun].toSorted().map((pair) => [pair, []]))
  for (const change of everything) all.get(pairOf(change))?.push(change)
  return new Map(
    [...all].map(([pair, changes]) => {
      const inside = changes.filter(({ at }) => at >= commandedAt && at < untilAt)
      const first = (inside[0] as Change).before
      const last = inside.at(-1) as Change
      const stays = inside.map((way) => {
        const end = changes.find(({ at }) => at > way.at)?.at ?? iteration.endAt
        return { way, first, last, lengthMs: end - way.at }
      })
      return [pair, stays]
    }),
  )
}

const pairOf = ({ node, prefix }: Change): string => `${node} > ${prefix}`

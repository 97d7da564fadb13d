/** How many of the routes told in a window were of one class, by session side. */
import type { Iteration } from './iteration.ts'
import { type Figure, type Metric, perWindow } from './metric.ts'
import { routeUpdates } from './route-updates.ts'
import { speakersOf } from './speakers.ts'
import { type Classes, classesIn, type UpdateClass } from './update-classes.ts'
import type { Window } from './window.ts'

export const perClass = (name: UpdateClass, summary: string): Metric => {
  const measureWith = (classes: Classes) =>
    perWindow({ name, unit: 'count', summary, figure: (window) => figureOf(window, classes, name) })
  return {
    ...{ name, unit: 'count', summary },
    measure: (windows, iterations) =>
      measureWith(classesIn(iterations)).measure(windows, iterations),
  }
}

/** How often each class was told in the window. */
export const countClasses = (window: Window, iterations: readonly Iteration[]) => {
  const counts = new Map<UpdateClass, number>()
  const classes = classesIn(iterations)
  for (const event of routeUpdates(window))
    for (const one of classes.get(event) ?? []) counts.set(one, (counts.get(one) ?? 0) + 1)
  return counts as ReadonlyMap<UpdateClass, number>
}

const figureOf = (window: Window, classes: Classes, wanted: UpdateClass): Figure => {
  const topology = window.iteration.started?.topology
  const speakers = topology ? speakersOf(topology) : new Map<string, string>()
  const by: Record<string, number> = {}
  let unknown = 0
  for (const event of routeUpdates(window))
    for (const one of classes.get(event) ?? []) {
      if (one === 'unknown') unknown++
      if (one !== wanted) continue
      const side = `${speakers.get(event.from) ?? event.from} > ${event.node}`
      by[side] = (by[side] ?? 0) + 1
    }
  const value = Object.values(by).reduce((sum, count) => sum + count, 0)
  return { value, by: sorted(by), note: unknown > 0 ? unclassed(unknown) : undefined }
}

const unclassed = (count: number): string =>
  `${count} routes of no known class: what was told of them before was not observed`

const sorted = (by: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(by).toSorted(([a], [b]) => (a < b ? -1 : 1)))

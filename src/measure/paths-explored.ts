import type { Iteration } from './iteration.ts'
import { type Figure, type Metric, perWindow } from './metric.ts'
import { type PathsTold, pathsToldIn } from './paths-told.ts'
import type { Window } from './window.ts'

/** Path exploration: one sample a router and prefix of which anything was told, the headline is the worst. */
const fold = (iterations: readonly Iteration[]) =>
  perWindow({
    name: 'paths-explored',
    unit: 'count',
    summary:
      'AS paths that a router told for a prefix and that held neither before the fault nor at the end.',
    figure: (window) => figureOf(window, iterations),
  })

export const pathsExplored: Metric = {
  ...fold([]),
  measure: (windows, iterations) => fold(iterations).measure(windows, iterations),
}

const figureOf = (window: Window, iterations: readonly Iteration[]): Figure => {
  const told = pathsToldIn(window, iterations)
  const samples = told.map(explored)
  const by: Record<string, number> = {}
  for (const [at, { node }] of told.entries())
    by[node] = Math.max(by[node] ?? 0, samples[at] as number)
  return { value: Math.max(0, ...Object.values(by)), samples, by: sorted(by) }
}

const explored = ({ announced, before, after }: PathsTold): number =>
  [...announced].filter((path) => !before.has(path) && !after.has(path)).length

const sorted = (by: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(by).toSorted(([a], [b]) => (a < b ? -1 : 1)))

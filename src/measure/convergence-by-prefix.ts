import { median, quantile } from '../lib/statistics.ts'
import { nothing, perWindow } from './metric.ts'
import { routeUpdates } from './route-updates.ts'
import { sinceEvent } from './window.ts'

/** One sample a prefix, the headline is the median. */
export const convergenceByPrefix = perWindow({
  name: 'convergence-by-prefix',
  unit: 'ms',
  summary: 'From the verified effect to the last UPDATE of each prefix, received anywhere.',
  figure: (window) => {
    const last = new Map<string, number>()
    for (const { announced, withdrawn, at } of routeUpdates(window))
      for (const prefix of [...announced, ...withdrawn]) last.set(prefix, sinceEvent(window, at))
    const byPrefix = Object.fromEntries([...last].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    const samples = Object.values(byPrefix)
    if (samples.length === 0) return nothing('no UPDATE was received')
    const p50 = median(samples)
    return { value: p50, samples, by: { p50, p95: quantile(samples, 0.95), ...byPrefix } }
  },
})

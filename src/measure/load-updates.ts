import type { Metric } from './metric.ts'
import { perWindow } from './metric.ts'
import { sumByNode } from './route-updates.ts'
import { seenOf } from './window.ts'

const inWindow = perWindow({
  name: 'load-updates',
  unit: 'count',
  summary: 'UPDATE messages of loads received, by all routers together.',
  figure: (window) => {
    const received = seenOf(window, 'load-received')
    const by = sumByNode(received, ({ updates }) => updates)
    return { value: Object.values(by).reduce((sum, updates) => sum + updates, 0), by }
  },
})

/** Nothing, where there was no load. */
export const loadUpdates: Metric = {
  ...inWindow,
  measure: (windows, iterations) =>
    inWindow.measure(
      windows.filter(({ iteration }) => iteration.loads.length > 0),
      iterations,
    ),
}

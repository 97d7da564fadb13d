import { perWindow } from './metric.ts'
import { routeUpdates, sumByNode } from './route-updates.ts'

export const updates = perWindow({
  name: 'updates',
  unit: 'count',
  summary: 'UPDATE messages received, by all routers together.',
  figure: (window) => {
    const received = routeUpdates(window)
    return { value: received.length, by: sumByNode(received, () => 1) }
  },
})

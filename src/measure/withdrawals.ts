import { perWindow } from './metric.ts'
import { routeUpdates, sumByNode } from './route-updates.ts'

export const withdrawals = perWindow({
  name: 'withdrawals',
  unit: 'count',
  summary: 'Withdrawn prefixes in the UPDATE messages received, by all routers together.',
  figure: (window) => {
    const received = routeUpdates(window).filter(({ withdrawn }) => withdrawn.length > 0)
    const value = received.reduce((sum, { withdrawn }) => sum + withdrawn.length, 0)
    return { value, by: sumByNode(received, ({ withdrawn }) => withdrawn.length) }
  },
})

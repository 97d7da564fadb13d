import { nothing, perWindow } from './metric.ts'
import { routeUpdates } from './route-updates.ts'
import { sinceEvent } from './window.ts'

/** Control-plane convergence of the network (RFC 4098 section 6.2, over all devices). */
export const convergence = perWindow({
  name: 'convergence',
  unit: 'ms',
  summary: 'From the verified effect to the last UPDATE received anywhere.',
  figure: (window) => {
    const last = routeUpdates(window).at(-1)
    return last ? { value: sinceEvent(window, last.at) } : nothing('no UPDATE was received')
  },
})

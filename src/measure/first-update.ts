import { nothing, perWindow } from './metric.ts'
import { routeUpdates } from './route-updates.ts'
import { sinceEvent } from './window.ts'

export const firstUpdate = perWindow({
  name: 'first-update',
  unit: 'ms',
  summary: 'From the verified effect to the first UPDATE received anywhere.',
  figure: (window) => {
    const first = routeUpdates(window)[0]
    if (!first) return nothing('no UPDATE was received')
    return { value: sinceEvent(window, first.at), note: `received at ${first.node}` }
  },
})

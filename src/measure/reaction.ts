import { firstReaction } from './detection.ts'
import { nothing, perWindow } from './metric.ts'
import { routeUpdates } from './route-updates.ts'

/** What is left of the convergence when the detection is taken off: the work of the protocol itself. */
export const reaction = perWindow({
  name: 'reaction',
  unit: 'ms',
  summary: 'From the first reaction of an adjacent router to the last UPDATE received anywhere.',
  figure: (window) => {
    const first = firstReaction(window)
    const last = routeUpdates(window).at(-1)
    if (!first) return nothing('no adjacent router reacted')
    if (!last) return nothing('no UPDATE was received')
    return { value: Math.max(0, last.at - Math.max(first.at, window.eventAt)) }
  },
})

import { fibChanges } from './fib-changes.ts'
import { nothing, perWindow } from './metric.ts'
import { lastByNode } from './route-updates.ts'
import { sinceEvent } from './window.ts'

export const fibConvergence = perWindow({
  name: 'fib-convergence',
  unit: 'ms',
  summary: "From the verified effect to the last change of a kernel's routing table by a daemon.",
  figure: (window) => {
    const changes = fibChanges(window)
    const last = changes.at(-1)
    if (!last) return nothing('no kernel route was changed')
    return {
      value: sinceEvent(window, last.at),
      by: lastByNode(changes, (at) => sinceEvent(window, at)),
    }
  },
})

import { median, quantile } from '../lib/statistics.ts'
import { nothing, perWindow } from './metric.ts'
import { lastByNode, routeUpdates } from './route-updates.ts'
import { sinceEvent } from './window.ts'

/** Device convergence (RFC 4098 section 6.2); one sample a node, the headline is the median. */
export const convergenceByNode = perWindow({
  name: 'convergence-by-node',
  unit: 'ms',
  summary: 'From the verified effect to the last UPDATE that each router received.',
  figure: (window) => {
    const byNode = lastByNode(routeUpdates(window), (at) => sinceEvent(window, at))
    const samples = Object.values(byNode)
    if (samples.length === 0) return nothing('no UPDATE was received')
    const p50 = median(samples)
    return { value: p50, samples, by: { p50, p95: quantile(samples, 0.95), ...byNode } }
  },
})

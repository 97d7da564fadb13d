import { median } from '../lib/statistics.ts'
import { perWindow } from './metric.ts'
import { isFigure, openNote, recoveriesOf } from './recoveries.ts'

/** Route-Specific Convergence Time (RFC 6412 section 3.6.3): one sample a stream, the headline is the median. */
export const routeConvergence = perWindow({
  name: 'route-convergence',
  unit: 'ms',
  summary: 'For each interrupted probe stream, from the verified effect until it is whole again.',
  figure: (window) => {
    const found = recoveriesOf(window)
    if (isFigure(found)) return found
    const { samples, byPair, open } = found
    return { value: median(samples), samples, by: byPair, note: openNote(open) }
  },
})

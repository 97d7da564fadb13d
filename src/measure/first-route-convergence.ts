import { perWindow } from './metric.ts'
import { isFigure, openNote, recoveriesOf } from './recoveries.ts'

/** First Route Convergence Time (RFC 6412 section 3.6.2), from the time stamps of the probes. */
export const firstRouteConvergence = perWindow({
  name: 'first-route-convergence',
  unit: 'ms',
  summary: 'From the verified effect to the first interrupted probe stream that is whole again.',
  figure: (window) => {
    const found = recoveriesOf(window)
    if (isFigure(found)) return found
    return { value: Math.min(...found.samples), note: openNote(found.open) }
  },
})

import { nothing, perWindow } from './metric.ts'
import { isFigure, openNote, recoveriesOf } from './recoveries.ts'

/** Full Convergence Time (RFC 6412 section 3.6.1), from the time stamps of the probes. */
export const fullConvergence = perWindow({
  name: 'full-convergence',
  unit: 'ms',
  summary: 'From the verified effect to the last interrupted probe stream that is whole again.',
  figure: (window) => {
    const found = recoveriesOf(window)
    if (isFigure(found)) return found
    const open = openNote(found.open)
    return open === undefined ? { value: Math.max(...found.samples) } : nothing(open)
  },
})

import { allOf, effectsInForce } from '../effects-in-force.ts'
import type { Invariant } from './invariant.ts'

/**
 * When a run has ended no effect is in force, and tables, kernels, sessions and links are as the
 * topology alone gives them: at once where the runner says that it converged, else when sessions
 * that fell by loss or delay have come back.
 */
export const heals: Invariant = {
  name: 'heals',
  check: ({ entries, final }) => {
    const left = [...effectsInForce(entries)]
      .filter(({ entry }) => entry.type === 'run-ended')
      .flatMap(({ effects }) => allOf(effects))
      .map((effect) => `still in force: ${JSON.stringify(effect)}`)
    if (!final) return left
    const isSettled = entries.findLast(({ type }) => type === 'settled')
    const isConverged = isSettled?.type === 'settled' && isSettled.outcome === 'converged'
    return [
      ...left,
      ...final.differences,
      ...final.links,
      ...(isConverged && final.waitedMs > 0
        ? [`said to be converged, and was as before only ${final.waitedMs} ms later`]
        : []),
    ]
  },
}

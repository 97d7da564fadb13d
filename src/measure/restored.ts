import type { Iteration } from './iteration.ts'

/**
 * Whether the network was at the end what it had been before the first fault: all faults that last were
 * healed, and it converged after that. Every iteration begins with the predicted state, so what
 * held before the observation can be had from what holds at the end.
 */
export const isRestored = ({ faults, settled }: Iteration): boolean => {
  const last = settled.at(-1)
  return (
    last?.outcome === 'converged' &&
    [...faults.values()].every(({ reversion }) => !reversion || reversion.at <= last.at)
  )
}

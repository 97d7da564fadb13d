/** Measurements that the terminal shows for each fault. The run folder has all of them. */
export const SHOWN = [
  'detection',
  'convergence',
  'fib-convergence',
  'loss-of-connectivity',
  'updates',
  'paths-explored',
] as const
export type Shown = (typeof SHOWN)[number]

export const isShown = (name: string): boolean => SHOWN.some((shown) => shown === name)

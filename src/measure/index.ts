/** The registry of measurements: names as used in assertions, in the order of the report. */
export const metricNames = [
  'detection',
  'first-update',
  'convergence',
  'convergence-by-node',
  'fib-convergence',
  'rib-fib-lag',
  'loss-of-connectivity',
  'updates',
  'withdrawals',
  'session-resets',
  'lost-prefixes',
] as const
export type MetricName = (typeof metricNames)[number]

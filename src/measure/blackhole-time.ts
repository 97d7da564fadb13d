import { perWay } from './ways.ts'

/** Blackhole time: packets of a node to a prefix did not arrive, and did not go in circles either. */
export const blackholeTime = perWay(
  'blackhole-time',
  'For each router and prefix, how long packets were dropped on their way.',
  ({ way }) => way.outcome === 'no-route' || way.outcome === 'dropped',
)

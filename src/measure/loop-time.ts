import { perWay } from './ways.ts'

/** Loop time: packets of a node to a prefix went in circles. */
export const loopTime = perWay(
  'loop-time',
  'For each router and prefix, how long packets went in circles.',
  ({ way }) => way.outcome === 'loop',
)

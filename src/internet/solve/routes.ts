/**
 * What the solver finds for one prefix: a number for each AS. The lower number is the better route,
 * so that a comparison of two numbers is the decision: relation, AS path length, and of equal ones the
 * neighbour with the lowest AS number (its id, ids being in that order).
 *
 *     bit 30 29     28 ... 20     19 ... 0
 *     relation      length        id of the next hop
 */

import type { AsGraph } from '../graph.ts'

export const LENGTH_SHIFT = 20
export const RELATION_SHIFT = 29
export const NEXT_HOP_MASK = (1 << LENGTH_SHIFT) - 1
export const LONGEST_PATH = (1 << (RELATION_SHIFT - LENGTH_SHIFT)) - 1

/** Own routes are customer routes of length 0. */
export const CUSTOMER = 0
export const PEER = 1
export const PROVIDER = 2
export const NO_ROUTE = 0x7fffffff

/** From whom an AS has its route. */
export type LearnedFrom = 'origin' | 'customer' | 'peer' | 'provider'

/** Valid until the solver that made it solves again. */
export interface Routes {
  readonly graph: AsGraph
  /** By id; see above. */
  readonly keys: Int32Array
}

export const hasRoute = ({ keys }: Routes, id: number): boolean => keys[id] !== NO_ROUTE

/** ASes on the path, the own one not counted: 0 at the origin. */
export const pathLengthOf = ({ keys }: Routes, id: number): number =>
  ((keys[id] as number) >> LENGTH_SHIFT) & LONGEST_PATH

/** The AS itself at an origin. */
export const nextHopOf = ({ keys }: Routes, id: number): number =>
  (keys[id] as number) & NEXT_HOP_MASK

export const learnedFrom = (routes: Routes, id: number): LearnedFrom | undefined => {
  const key = routes.keys[id] as number
  if (key === NO_ROUTE) return undefined
  if (pathLengthOf(routes, id) === 0) return 'origin'
  return (['customer', 'peer', 'provider'] as const)[key >> RELATION_SHIFT]
}

/** Ids from the next hop to the origin; empty at the origin. Undefined without a route. */
export const pathOf = (routes: Routes, id: number): number[] | undefined => {
  if (!hasRoute(routes, id)) return undefined
  const path: number[] = []
  for (let at = id; nextHopOf(routes, at) !== at; path.push(at)) at = nextHopOf(routes, at)
  return path
}

export const reached = ({ keys }: Routes): number => {
  let count = 0
  for (const key of keys) if (key !== NO_ROUTE) count++
  return count
}

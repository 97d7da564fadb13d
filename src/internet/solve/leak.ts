/**
 * A route leak (RFC 7908): an AS tells its route to all neighbours, also to those whose kind of
 * relation forbids it (types 1 to 4 there).
 *
 * The ASes on the leaker's own way to the origin find themselves in what comes back and refuse it, so
 * they keep the routes that they had. With these as given, and the leaker's route given as if it were
 * of a customer, the three passes of the solver find the rest.
 */
import { passing } from './chains.ts'
import {
  CUSTOMER,
  hasRoute,
  nextHopOf,
  pathLengthOf,
  pathOf,
  RELATION_SHIFT,
  type Routes,
} from './routes.ts'
import type { Seed, Solver } from './solver.ts'

export interface Leak {
  /** Other ASes whose way led through the leaker before, and does now. */
  readonly before: number
  readonly after: number
  /** By id: 1 for those whose way leads through the leaker. */
  readonly through: Uint8Array
  /** Valid until the solver solves again. The leaker's own route is shown as one of a customer. */
  readonly routes: Routes
}

/** Undefined when the leaker has no route to the origin, or is it. Takes ids. */
export const leak = (solver: Solver, origin: number, leaker: number): Leak | undefined => {
  const sound = solver.origins(origin)
  if (origin === leaker || !hasRoute(sound, leaker)) return undefined
  const before = count(passing(sound, leaker)) - 1
  const seeds = [
    { ...seedOf(sound, leaker), relation: CUSTOMER },
    ...(pathOf(sound, leaker) ?? []).map((id) => seedOf(sound, id)),
  ]
  const routes = solver.solve(seeds)
  const through = passing(routes, leaker)
  return { before, after: count(through) - 1, through, routes }
}

const seedOf = (routes: Routes, id: number): Seed => {
  const relation = (routes.keys[id] as number) >> RELATION_SHIFT
  return { id, relation, length: pathLengthOf(routes, id), nextHop: nextHopOf(routes, id) }
}

const count = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0)

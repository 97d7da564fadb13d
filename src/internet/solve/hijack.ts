/** Two ASes announce one prefix: who believes whom. */
import { endsOf } from './chains.ts'
import { CUSTOMER, type Routes } from './routes.ts'
import { originSeed, type Solver } from './solver.ts'

export interface HijackQuestion {
  /** Ids. */
  readonly victim: number
  readonly attacker: number
  /**
   * The attacker puts the victim's AS number behind its own, as if it were a neighbour: origin
   * validation (RFC 6811) sees nothing wrong, but the path is longer by one.
   */
  readonly forgedOrigin?: boolean
}

export interface Hijack {
  /** Of the ASes beside the two. */
  readonly toVictim: number
  readonly toAttacker: number
  readonly nowhere: number
  /** By id: the AS to which packets go, -1 for nowhere. */
  readonly ends: Int32Array
  /** Valid until the solver solves again. */
  readonly routes: Routes
}

export const hijack = (
  solver: Solver,
  { victim, attacker, forgedOrigin = false }: HijackQuestion,
): Hijack => {
  const length = forgedOrigin ? 1 : 0
  const attack = { id: attacker, relation: CUSTOMER, length, nextHop: attacker }
  const routes = solver.solve([originSeed(victim), attack])
  const ends = endsOf(routes)
  const counts = { toVictim: -1, toAttacker: -1, nowhere: 0 }
  for (let id = 0; id < ends.length; id++) {
    const end = ends[id]
    if (end === victim) counts.toVictim++
    else if (end === attacker) counts.toAttacker++
    else counts.nowhere++
  }
  return { ...counts, ends, routes }
}

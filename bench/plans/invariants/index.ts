/** All invariants, in the order in which they are listed. */
import type { Played } from '../played.ts'
import { accounted } from './accounted.ts'
import { claimsHold } from './claims-hold.ts'
import { deadAreSilent } from './dead-are-silent.ts'
import { ends } from './ends.ts'
import { forwards } from './forwards.ts'
import { heals } from './heals.ts'
import { inOrder } from './in-order.ts'
import type { Invariant } from './invariant.ts'
import { limitsHold } from './limits-hold.ts'
import { measurable } from './measurable.ts'
import { probesAgree } from './probes-agree.ts'
import { replays } from './replays.ts'
import { rests } from './rests.ts'
import { sessionsAlternate } from './sessions-alternate.ts'
import { settles } from './settles.ts'

export const invariants: readonly Invariant[] = [
  ends,
  accounted,
  heals,
  forwards,
  rests,
  limitsHold,
  replays,
  inOrder,
  sessionsAlternate,
  deadAreSilent,
  claimsHold,
  settles,
  probesAgree,
  measurable,
]

export interface Violation {
  readonly invariant: string
  readonly what: readonly string[]
}

export const violationsOf = (played: Played): readonly Violation[] =>
  invariants.flatMap(({ name, check }) => {
    const what = check(played)
    return what.length > 0 ? [{ invariant: name, what }] : []
  })

import type { Phase } from '../model/fault.ts'
import type { Limits } from '../model/plan.ts'
import type { Activation } from '../model/timeline.ts'
import { endingOf } from './ending.ts'

/** When a fault that lasts does what, in clock time. */
export interface Life {
  /** The phases between the first one and the heal. */
  readonly middle: readonly Phase[]
  /** The moment from which phases count. */
  readonly beganAt: number
  /** The heal, at the latest. */
  readonly healAt: number
  /** It has no end of its own: it is healed when the run has nothing else to do. */
  readonly endless: boolean
  /** The limit, and not the plan, sets the end. */
  readonly byLimit: boolean
}

export interface Injected {
  readonly commandedAt: number
  readonly verifiedAt: number
}

/** Phases count from the command, `for` and the limit fault-ttl from the verified injection. */
export const lifeOf = (
  { phases, forMs }: Activation,
  { commandedAt, verifiedAt }: Injected,
  { faultTtlMs }: Limits,
): Life => {
  const ending = endingOf(phases)
  const endsItself = forMs === undefined && ending.type === 'itself'
  const ownEnd = endsItself
    ? commandedAt + ending.afterMs
    : verifiedAt + (forMs ?? Number.POSITIVE_INFINITY)
  const limit = verifiedAt + faultTtlMs
  return {
    middle: phases.slice(1, endsItself ? -1 : undefined),
    beganAt: commandedAt,
    healAt: Math.min(ownEnd, limit),
    endless: forMs === undefined && !endsItself,
    byLimit: limit < ownEnd,
  }
}

/** Why a fault is healed at `at`, where the plan gave no time for it. */
export const healNote = ({ byLimit, healAt, endless }: Life, at: number): { note?: string } => {
  if (byLimit && at >= healAt) return { note: 'the limit fault-ttl' }
  return endless ? { note: 'nothing else was left to do' } : {}
}

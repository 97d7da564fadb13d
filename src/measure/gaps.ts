/** The times in which a probe stream was not answered. */
import type { Observation } from '../model/observation.ts'
import type { Iteration } from './iteration.ts'
import type { Window } from './window.ts'

export interface Gap {
  readonly from: string
  readonly to: string
  readonly canary: string
  readonly beganAt: number
  /** From the first lost probe to the first answered one. */
  readonly lengthMs: number
  /** No probe was answered until the end of the run: the length is a lower bound. */
  readonly isOpen: boolean
}

type Change = Extract<Observation, { type: 'probe-changed' }>

/** A round trip on links without delay, milliseconds. */
const ROUND_TRIP_MS = 50

/** Gaps that begin in the window, however long they last. */
export const gapsOf = ({ iteration, commandedAt, untilAt }: Window): readonly Gap[] => {
  const since = commandedAt - underWayMs(iteration)
  return [...streams(iteration.observations).values()].flatMap((changes) =>
    changes.flatMap((change, i) => {
      const begins = change.lost && change.at >= since && change.at < untilAt
      if (!begins) return []
      const end = changes.slice(i + 1).find(({ lost }) => !lost)
      const { from, to, canary } = change
      const lengthMs = (end?.at ?? iteration.endAt) - change.at
      return [{ from, to, canary, beganAt: change.at, lengthMs, isOpen: end === undefined }]
    }),
  )
}

/** The probe that a fault catches under way was sent at most a round trip before its command. */
const underWayMs = ({ started }: Iteration): number => {
  const delays = (started?.topology.links ?? []).map(
    ({ shape: { delayMs = 0, jitterMs = 0 } }) => delayMs + jitterMs,
  )
  return ROUND_TRIP_MS + 2 * delays.reduce((sum, delay) => sum + delay, 0)
}

const streams = (observations: readonly Observation[]): ReadonlyMap<string, Change[]> => {
  const changes = new Map<string, Change[]>()
  for (const event of observations)
    if (event.type === 'probe-changed') {
      const key = `${event.from} ${event.canary}`
      const stream = changes.get(key)
      if (stream) stream.push(event)
      else changes.set(key, [event])
    }
  return changes
}

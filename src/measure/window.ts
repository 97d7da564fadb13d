/** Cuts a journal into windows: for each half of each fault, the time in which it is to be measured. */
import type { FaultInstance, Half, Outcome, RunEvent } from '../model/event.ts'
import type { Observation } from '../model/observation.ts'
import { type Iteration, iterationsOf } from './iteration.ts'

export interface Window {
  readonly iteration: Iteration
  readonly instance: FaultInstance
  readonly half: Half
  readonly commandedAt: number
  /** The first effect was read back: Convergence Event Instant, RFC 6412 section 3.2.2. */
  readonly eventAt: number
  /** The end: settled, healed by command, another fault, or the end of the run. */
  readonly untilAt: number
  /** Absent when the network was not given the time to settle. */
  readonly outcome: Outcome | undefined
  /** Observations from the command to the end, by time. */
  readonly seen: readonly Observation[]
  /** Windows that were open at the same time: what is seen is counted for all of them. */
  readonly overlaps: readonly Window[]
}

export const windowsOf = (journal: readonly RunEvent[]): readonly Window[] =>
  iterationsOf(journal).flatMap((iteration) => {
    const windows = [...iteration.faults.keys()].flatMap((id) =>
      HALVES.flatMap((half) => windowOf(iteration, id, half) ?? []),
    )
    for (const window of windows)
      window.overlaps.push(...windows.filter((other) => isOpenWith(window, other)))
    return windows
  })

/** Milliseconds from the event; what happened between command and verification counts as at once. */
export const sinceEvent = ({ eventAt }: Window, at: number): number => Math.max(0, at - eventAt)

export const seenOf = <Type extends Observation['type']>(
  { seen }: Window,
  type: Type,
): readonly Extract<Observation, { type: Type }>[] =>
  seen.filter((event): event is Extract<Observation, { type: Type }> => event.type === type)

const HALVES = ['injection', 'reversion'] as const

const windowOf = (iteration: Iteration, id: string, half: Half) => {
  const fault = iteration.faults.get(id)
  const turn = fault?.[half]
  if (!fault || !turn) return undefined
  const { at, commandedAt, effectAt, settled } = turn
  const otherStarts = [...iteration.faults.values()]
    .filter(({ instance, startedAt }) => instance.id !== id && startedAt > at)
    .map(({ startedAt }) => startedAt)
  const healAt = half === 'injection' ? fault.reversion?.commandedAt : undefined
  const ends = [iteration.endAt, healAt, settled?.at, ...otherStarts]
  const untilAt = Math.min(...ends.filter((end) => end !== undefined))
  return {
    iteration,
    instance: fault.instance,
    half,
    commandedAt,
    eventAt: Math.min(effectAt ?? at, at),
    untilAt,
    outcome: settled?.outcome,
    seen: iteration.observations.filter((seen) => seen.at >= commandedAt && seen.at <= untilAt),
    overlaps: [] as Window[],
  }
}

const isOpenWith = (window: Window, other: Window): boolean =>
  other.instance.id !== window.instance.id &&
  other.commandedAt < window.untilAt &&
  window.commandedAt < other.untilAt

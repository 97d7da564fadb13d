/** Cuts a journal into windows: for each half of each fault, the time in which it is to be measured. */
import type { FaultInstance, Half, Outcome } from '../model/event.ts'
import type { Observation } from '../model/observation.ts'
import type { Iteration } from './iteration.ts'

export interface Window {
  readonly iteration: Iteration
  readonly instance: FaultInstance
  readonly half: Half
  readonly commandedAt: number
  /**
   * When the fault took effect (Convergence Event Instant, RFC 6412 section 3.2.2): the kernel's own
   * event of it where there is one, else when the first effect was read back, some milliseconds later.
   */
  readonly eventAt: number
  /** The end: settled, healed by command, another fault, or the end of the run. */
  readonly untilAt: number
  /** Absent when the network was not given the time to settle. */
  readonly outcome: Outcome | undefined
  /** Observations from the command to the end, which belongs to what comes next, by time. */
  readonly seen: readonly Observation[]
  /** Windows that were open at the same time: what is seen is counted for all of them. */
  readonly overlaps: readonly Window[]
}

export const windowsOf = (iterations: readonly Iteration[]): readonly Window[] =>
  iterations.flatMap((iteration) => {
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

/** Faults that start this close together are one event with several causes: their windows are shared. */
const SAME_TIME_MS = 500

const windowOf = (iteration: Iteration, id: string, half: Half) => {
  const fault = iteration.faults.get(id)
  const turn = fault?.[half]
  if (!fault || !turn) return undefined
  const { at, commandedAt, effectAt, settled } = turn
  const otherStarts = [...iteration.faults.values()]
    .map(({ startedAt }) => startedAt)
    .filter((startedAt) => startedAt > at + SAME_TIME_MS)
  const healAt = half === 'injection' ? fault.reversion?.commandedAt : undefined
  const ends = [iteration.endAt, healAt, settled?.at, ...otherStarts]
  const untilAt = Math.min(...ends.filter((end) => end !== undefined))
  const seen = iteration.observations.filter(
    (event) => event.at >= commandedAt && event.at < untilAt,
  )
  const readBackAt = Math.min(effectAt ?? at, at)
  return {
    iteration,
    instance: fault.instance,
    half,
    commandedAt,
    eventAt: kernelEventAt(seen, fault.instance, half, readBackAt) ?? readBackAt,
    untilAt,
    // Settled only after something else had ended the half: that was not its own doing.
    outcome: settled && settled.at <= untilAt ? settled.outcome : undefined,
    seen,
    overlaps: [] as Window[],
  }
}

/** The first interface or node next to the fault that changed before the effect was read back. */
const kernelEventAt = (
  seen: readonly Observation[],
  { adjacent, on }: FaultInstance,
  half: Half,
  readBackAt: number,
): number | undefined => {
  const near = new Set([...adjacent, ...on])
  const isTrace = (event: Observation): boolean => {
    if (event.type === 'interface-changed') return event.up === (half === 'reversion')
    return event.type === 'node-changed' && event.running === (half === 'reversion')
  }
  return seen.find(
    (event) => event.at < readBackAt && 'node' in event && near.has(event.node) && isTrace(event),
  )?.at
}

const isOpenWith = (window: Window, other: Window): boolean =>
  other.instance.id !== window.instance.id &&
  other.commandedAt < window.untilAt &&
  window.commandedAt < other.untilAt

/**
 * The control run: the plan without its faults, as long. What the network does by itself is measured in it with
 * the same code, in windows that are as far from its t0 as those of the faults are from theirs.
 */
import type { Half, RunEvent } from '../model/event.ts'
import type { Measurement } from '../model/measurement.ts'
import { type Iteration, readIteration, split } from './iteration.ts'
import { lossOfConnectivity } from './loss-of-connectivity.ts'
import type { Metric } from './metric.ts'
import { sessionResets } from './session-resets.ts'
import { updates } from './updates.ts'
import { type Window, windowsOf } from './window.ts'
import { withdrawals } from './withdrawals.ts'

/** What happens without any fault is activity, never a reaction: times from an event mean nothing in it. */
const METRICS: readonly Metric[] = [lossOfConnectivity, updates, withdrawals, sessionResets]

export interface Control {
  /** From its t0 to its end, milliseconds. */
  readonly forMs: number
  /** For each half of each fault of the first iteration. */
  readonly measurements: readonly Measurement[]
}

/** Undefined where there was no control run, or where it never began. */
export const controlOf = (journal: readonly RunEvent[]): Control | undefined => {
  const parts = split(journal)
  const played = parts.find((events) => !isControl(events))
  const control = parts.find(isControl)
  const [t0, controlT0] = [played, control].map((events) => events && steadyAt(events))
  if (!played || !control || t0 === undefined || controlT0 === undefined) return undefined
  const iteration = readIteration(control)
  const windows = windowsOf([readIteration(played)]).map((window) =>
    moved(window, controlT0 - t0, iteration),
  )
  const measured = METRICS.flatMap((metric) => metric.measure(windows, [iteration]))
  return { forMs: iteration.endAt - controlT0, measurements: measured }
}

export const isControl = (events: readonly RunEvent[]): boolean =>
  events.some((event) => event.type === 'run-started' && event.control === true)

const steadyAt = (events: readonly RunEvent[]): number | undefined =>
  events.find(({ type }) => type === 'steady-state-reached')?.at

/** The same stretch of another iteration, in which nothing was broken. */
const moved = (window: Window, byMs: number, iteration: Iteration): Window => {
  const { instance, half, outcome } = window
  const commandedAt = window.commandedAt + byMs
  const untilAt = window.untilAt + byMs
  return {
    iteration,
    instance: { ...instance, on: [], adjacent: [] },
    half,
    commandedAt,
    eventAt: window.eventAt + byMs,
    untilAt,
    outcome: outcome && 'converged',
    seen: iteration.observations.filter(({ at }) => at >= commandedAt && at < untilAt),
    overlaps: [],
  }
}

export interface AgainstControl {
  readonly instance: string
  readonly half: Half
  readonly name: string
  /** Of the run with faults: mean over iterations of a count, the longest of a time. */
  readonly value: number | null
  readonly control: number | null
}

/** Each figure of the control run beside that of the faults. */
export const againstControl = (
  { measurements }: Control,
  measured: readonly Measurement[],
): readonly AgainstControl[] =>
  measurements.flatMap(({ instance, half, name, unit, ...one }) => {
    if (instance === undefined || half === undefined) return []
    const same = measured.filter(
      (other) => other.instance === instance && other.half === half && other.name === name,
    )
    const values = same.map(({ value }) => value).filter((value) => value !== null)
    const mean = values.reduce((total, value) => total + value, 0) / values.length
    const value = values.length === 0 ? null : unit === 'ms' ? Math.max(...values) : mean
    return [{ instance, half, name, value, control: one.value }]
  })

/** What a measurement is made of, and the parts of its result that are the same for all. */
import type { Measurement, Unit } from '../model/measurement.ts'
import type { Iteration } from './iteration.ts'
import { seenOf, type Window } from './window.ts'

export interface Metric {
  readonly name: string
  readonly unit: Unit
  readonly summary: string
  /** Its figures belong to a load, not to a fault: an assertion names the load. */
  readonly ofLoad?: boolean
  /** More of it is better. Where nothing is said, less is: times, losses, messages. */
  readonly better?: 'higher'
  /** Says more of the host, and of how long the routers have run, than of the network: not compared. */
  readonly ofHost?: true
  /** All windows of a run: every half of every fault, of every iteration. */
  measure(windows: readonly Window[], iterations: readonly Iteration[]): Measurement[]
}

export interface Figure {
  readonly value: number | null
  readonly samples?: readonly number[]
  readonly note?: string | undefined
  readonly by?: Readonly<Record<string, number>>
}

interface Fold {
  readonly name: string
  readonly unit: Unit
  readonly summary: string
  /** The figure of one half of one fault. */
  figure(window: Window): Figure
}

/** A metric that looks at one window at a time. */
export const perWindow = ({ name, unit, summary, figure }: Fold): Metric => ({
  name,
  unit,
  summary,
  measure: (windows) =>
    windows.map((window) => {
      const { value, samples, note, by } = figure(window)
      const notes = [note, ...commonNotes(window)].filter((text) => text !== undefined)
      return {
        name,
        unit,
        instance: window.instance.id,
        step: window.instance.step,
        half: window.half,
        iteration: window.iteration.number,
        value: value === null ? null : rounded(value),
        samples: (samples ?? (value === null ? [] : [value])).map(rounded),
        ...(notes.length > 0 && { note: notes.join('; ') }),
        ...(by && { by: mapValues(by, rounded) }),
      }
    }),
})

/** No value, and why. */
export const nothing = (note: string): Figure => ({ value: null, note })

/** A double holds a time since the epoch to a quarter of a microsecond: what is finer is noise. */
const rounded = (value: number): number => Math.round(value * 1000) / 1000

const mapValues = (
  by: Readonly<Record<string, number>>,
  fn: (value: number) => number,
): Record<string, number> =>
  Object.fromEntries(Object.entries(by).map(([key, value]) => [key, fn(value)]))

/** What makes every figure of the window less than it seems. */
const commonNotes = (window: Window): string[] => {
  const { outcome, overlaps } = window
  const others = overlaps.map(({ instance, half }) => `${instance.id} (${half})`)
  const failed = new Set(
    seenOf(window, 'observer-failed').map(({ node, what }) => `${node}: ${what}`),
  )
  return [
    ...(outcome === undefined ? ['not converged: ended before the network settled'] : []),
    ...(outcome !== undefined && outcome !== 'converged' ? [`not converged: ${outcome}`] : []),
    ...(others.length > 0 ? [`at the same time, counted here too: ${others.join(', ')}`] : []),
    ...[...failed].map((what) => `observation failed at ${what}`),
  ]
}

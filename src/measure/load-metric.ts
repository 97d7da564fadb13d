/** What figures of loads have in common: one for each load of each iteration, none without load. */
import type { RunEvent } from '../model/event.ts'
import type { LoadEvent } from '../model/load.ts'
import type { Measurement, Unit } from '../model/measurement.ts'
import type { Iteration } from './iteration.ts'
import type { Figure, Metric } from './metric.ts'

/** One load of one iteration. */
export interface LoadRecord {
  readonly id: string
  readonly events: readonly LoadEvent[]
}

interface Fold {
  readonly name: string
  readonly unit: Unit
  readonly summary: string
  readonly better?: 'higher'
  figure(load: LoadRecord, iteration: Iteration): Figure
}

/** A metric that looks at one load at a time. */
export const perLoad = ({ name, unit, summary, better, figure }: Fold): Metric => ({
  name,
  unit,
  summary,
  ofLoad: true,
  ...(better && { better }),
  measure: (_windows, iterations) =>
    iterations.flatMap((iteration) =>
      iteration.loads.map((load): Measurement => {
        const { value, samples, note, by } = figure(load, iteration)
        return {
          name,
          unit,
          step: load.id,
          iteration: iteration.number,
          value: value === null ? null : rounded(value),
          samples: (samples ?? (value === null ? [] : [value])).map(rounded),
          ...(note !== undefined && { note }),
          ...(by && { by }),
        }
      }),
    ),
})

export const eventsOf = <Type extends LoadEvent['type']>(
  { events }: LoadRecord,
  type: Type,
): readonly Extract<LoadEvent, { type: Type }>[] =>
  events.filter((event): event is Extract<LoadEvent, { type: Type }> => event.type === type)

/** The loads of one iteration, in the order of their starts. */
export const loadsOf = (events: readonly RunEvent[]): readonly LoadRecord[] => {
  const loads = new Map<string, LoadEvent[]>()
  for (const event of events)
    if ('load' in event) loads.set(event.load, [...(loads.get(event.load) ?? []), event])
  return [...loads].map(([id, all]) => ({ id, events: all }))
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000

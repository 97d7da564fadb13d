/** One number for each iteration: what two runs are compared by. */
import { mean } from '../../lib/statistics.ts'
import { measurements as registry } from '../../measure/index.ts'
import type { Half } from '../../model/event.ts'
import type { Measurement, Unit } from '../../model/measurement.ts'

export interface Observed {
  readonly name: string
  readonly unit: Unit
  readonly step?: string | undefined
  readonly half?: Half | undefined
  /** Headline figures; the mean of them where a step had several activations in an iteration. */
  readonly values: readonly number[]
  /** Iterations without a value. */
  readonly missing: number
}

/** A run, as far as it is compared. */
export interface Measured {
  readonly measurements: readonly Figure[]
}

type Figure = Pick<Measurement, 'name' | 'unit' | 'iteration' | 'value'> &
  Pick<Observed, 'step' | 'half'>

/** By measurement, step and half, in the order of the file. */
export const observationsOf = ({ measurements }: Measured): ReadonlyMap<string, Observed> => {
  const groups = new Map<string, readonly Figure[]>()
  for (const measurement of measurements) {
    if (OF_HOST.has(measurement.name)) continue
    const key = [measurement.name, measurement.step, measurement.half].join(' ')
    groups.set(key, [...(groups.get(key) ?? []), measurement])
  }
  return new Map([...groups].map(([key, group]) => [key, observe(group)]))
}

const OF_HOST: ReadonlySet<string> = new Set(
  registry.filter(({ ofHost }) => ofHost).map(({ name }) => name),
)

const observe = (group: readonly Figure[]): Observed => {
  const { name, unit, step, half } = group[0] as Figure
  const iterations = new Map<number, number[]>()
  for (const { iteration, value } of group) {
    const known = iterations.get(iteration) ?? []
    iterations.set(iteration, value === null ? known : [...known, value])
  }
  const values = [...iterations.values()].filter(({ length }) => length > 0).map(mean)
  return { name, unit, step, half, values, missing: iterations.size - values.length }
}

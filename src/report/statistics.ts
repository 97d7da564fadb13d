/** The spread of each figure over all iterations and activations of a step. */
import { mean, nearestRank } from '../lib/statistics.ts'
import type { Half } from '../model/event.ts'
import type { Measurement, Unit } from '../model/measurement.ts'

export interface Statistics {
  readonly name: string
  readonly unit: Unit
  readonly step?: string
  readonly half?: Half
  /** Of measurements that have no value. */
  readonly missing: number
  readonly n: number
  readonly min: number | null
  readonly mean: number | null
  readonly median: number | null
  readonly p95: number | null
  readonly max: number | null
}

/** One row for each measurement of each half of each step, in the order in which they first occur. */
export const statisticsOf = (measurements: readonly Measurement[]): readonly Statistics[] => {
  const groups = new Map<string, Measurement[]>()
  for (const measurement of measurements) {
    const key = [measurement.step, measurement.half, measurement.name].join(' ')
    groups.set(key, [...(groups.get(key) ?? []), measurement])
  }
  return [...groups.values()].map(summarise)
}

const summarise = (group: readonly Measurement[]): Statistics => {
  const { name, unit, step, half } = group[0] as Measurement
  const known = group.filter(({ value }) => value !== null)
  const sorted = known.flatMap(poolOf).sort((a, b) => a - b)
  return {
    name,
    unit,
    ...(step === undefined ? {} : { step }),
    ...(half === undefined ? {} : { half }),
    missing: group.length - known.length,
    n: sorted.length,
    ...spreadOf(sorted),
  }
}

const poolOf = ({ samples, value }: Measurement): readonly number[] =>
  samples.length > 0 ? samples : [value as number]

const spreadOf = (sorted: readonly number[]) => {
  if (sorted.length === 0) return { min: null, mean: null, median: null, p95: null, max: null }
  return {
    min: nearestRank(sorted, 0),
    mean: mean(sorted),
    median: nearestRank(sorted, 0.5),
    p95: nearestRank(sorted, 0.95),
    max: nearestRank(sorted, 1),
  }
}

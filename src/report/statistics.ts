/** The spread of each figure over all iterations and activations of a step. */
import { bootstrapIntervals, type Intervals } from '../lib/interval.ts'
import { createRandom } from '../lib/random.ts'
import { mean, nearestRank, standardDeviation } from '../lib/statistics.ts'
import type { Half } from '../model/event.ts'
import type { Measurement, Unit } from '../model/measurement.ts'

export interface Statistics {
  readonly name: string
  readonly unit: Unit
  readonly step?: string
  readonly half?: Half
  /** Of measurements that have no value. */
  readonly missing: number
  /** Samples; there may be several in one iteration. */
  readonly n: number
  /** Iterations with a value. */
  readonly iterations: number
  readonly min: number | null
  readonly mean: number | null
  /** Standard deviation of the sample. */
  readonly sd: number | null
  readonly median: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly max: number | null
  /** 95 % confidence intervals over the iterations; null with fewer than 5. */
  readonly intervals: Intervals | null
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
  const pools = poolsOf(known)
  const sorted = pools.flat().sort((a, b) => a - b)
  // The same figures give the same interval, whenever it is asked for.
  const random = createRandom(['interval', name, step, half].join(' '))
  return {
    name,
    unit,
    ...(step === undefined ? {} : { step }),
    ...(half === undefined ? {} : { half }),
    missing: group.length - known.length,
    n: sorted.length,
    iterations: pools.length,
    ...spreadOf(sorted),
    intervals: bootstrapIntervals(pools, random) ?? null,
  }
}

/** The samples of each iteration. */
const poolsOf = (known: readonly Measurement[]): readonly (readonly number[])[] => {
  const pools = new Map<number, number[]>()
  for (const { iteration, samples, value } of known) {
    const pool = pools.get(iteration) ?? []
    pools.set(iteration, pool)
    pool.push(...(samples.length > 0 ? samples : [value as number]))
  }
  return [...pools.values()]
}

const NO_SPREAD = { min: null, mean: null, sd: null, median: null, p95: null, p99: null, max: null }

const spreadOf = (sorted: readonly number[]) => {
  if (sorted.length === 0) return NO_SPREAD
  return {
    min: nearestRank(sorted, 0),
    mean: mean(sorted),
    sd: standardDeviation(sorted),
    median: nearestRank(sorted, 0.5),
    p95: nearestRank(sorted, 0.95),
    p99: nearestRank(sorted, 0.99),
    max: nearestRank(sorted, 1),
  }
}

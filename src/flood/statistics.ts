/** The spread of a figure over the repeats of a test, and over the canaries or seconds of one burst. */
import {
  mean,
  median,
  nearestRank,
  populationDeviation,
  standardDeviation,
} from '../lib/statistics.ts'

export interface Spread {
  readonly n: number
  /** Repeats that have no such figure: timed out, cut off. They are in no other number here. */
  readonly missing: number
  readonly mean: number
  readonly min: number
  readonly max: number
  /** Of the sample (n - 1); 0 for a single value. */
  readonly sd: number
  /** Of the population (n), as kakapo's log has it. */
  readonly populationSd: number
  readonly median: number
  /** By nearest rank: values that were measured. */
  readonly p90: number
  readonly p95: number
  readonly p99: number
  readonly histogram: readonly Bin[]
}

/** From `from` (included) to `to` (not included, but in the last bin). */
export interface Bin {
  readonly from: number
  readonly to: number
  readonly count: number
}

const MOST_BINS = 20

/** Undefined when there is no value at all: a spread of nothing has no figures. */
export const spreadOf = (figures: readonly (number | null)[]): Spread | undefined => {
  const values = figures.filter((value) => value !== null).sort((a, b) => a - b)
  if (values.length === 0) return undefined
  return {
    n: values.length,
    missing: figures.length - values.length,
    mean: mean(values),
    min: nearestRank(values, 0),
    max: nearestRank(values, 1),
    sd: standardDeviation(values),
    populationSd: populationDeviation(values),
    median: median(values),
    p90: nearestRank(values, 0.9),
    p95: nearestRank(values, 0.95),
    p99: nearestRank(values, 0.99),
    histogram: histogramOf(values),
  }
}

/** Bins of equal width, as many as Sturges' rule asks for; a single one when all values are equal. */
const histogramOf = (sorted: readonly number[]): readonly Bin[] => {
  const [low, high] = [nearestRank(sorted, 0), nearestRank(sorted, 1)]
  if (low === high) return [{ from: low, to: high, count: sorted.length }]
  const bins = Math.min(MOST_BINS, Math.ceil(Math.log2(sorted.length)) + 1)
  const edgeAt = (index: number) => (index === bins ? high : low + ((high - low) * index) / bins)
  const counts = new Array<number>(bins).fill(0)
  for (const value of sorted) {
    const index = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins))
    counts[index] = (counts[index] as number) + 1
  }
  return counts.map((count, index) => ({ from: edgeAt(index), to: edgeAt(index + 1), count }))
}

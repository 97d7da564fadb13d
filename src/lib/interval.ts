/**
 * 95 % confidence intervals by bootstrap: Efron and Tibshirani, An Introduction to the Bootstrap (1993),
 * chapter 13; the levels for few observations are those of Hesterberg, What Teachers Should Know about
 * the Bootstrap (2015), section 5.3. docs/compare.md has the formulas.
 */
import type { Random } from './random.ts'
import { nearestRank, quantile } from './statistics.ts'

export interface Interval {
  readonly low: number
  readonly high: number
}

export interface Intervals {
  readonly mean: Interval
  /** Of the median by nearest rank. */
  readonly median: Interval
}

/** With fewer observations no resampling tells how far the next one may be. */
export const LEAST_OBSERVATIONS = 5
const RESAMPLES = 2_000

/**
 * Of all samples together. A group is what one repeat gave: its samples depend on each other, so whole
 * groups are drawn. Undefined for fewer than 5 groups. Groups are not empty.
 */
export const bootstrapIntervals = (
  groups: readonly (readonly number[])[],
  random: Random,
): Intervals | undefined => {
  if (groups.length < LEAST_OBSERVATIONS) return undefined
  const pool = groups
    .flatMap((group, owner) => group.map((value) => ({ value, owner })))
    .sort((a, b) => a.value - b.value)
  const sorted = {
    values: Float64Array.from(pool, ({ value }) => value),
    owners: Uint32Array.from(pool, ({ owner }) => owner),
  }
  const sums = groups.map((group) => group.reduce((sum, value) => sum + value, 0))
  const sizes = groups.map((group) => group.length)
  const means = new Float64Array(RESAMPLES)
  const medians = new Float64Array(RESAMPLES)
  for (let at = 0; at < RESAMPLES; at++) {
    const times = drawTimes(groups.length, random)
    const count = dot(times, sizes)
    means[at] = dot(times, sums) / count
    medians[at] = weightedMedian(sorted, times, count)
  }
  const tail = tailOf(groups.length)
  means.sort()
  medians.sort()
  return { mean: between(means, tail, quantile), median: between(medians, tail, nearestRank) }
}

/** Of the mean of `b` minus the mean of `a`, drawn independently. Undefined for fewer than 5 of either. */
export const differenceInterval = (
  a: readonly number[],
  b: readonly number[],
  random: Random,
): Interval | undefined => {
  const least = Math.min(a.length, b.length)
  if (least < LEAST_OBSERVATIONS) return undefined
  const differences = Float64Array.from(
    { length: RESAMPLES },
    () => drawnMean(b, random) - drawnMean(a, random),
  ).sort()
  return between(differences, tailOf(least), quantile)
}

type Place = (sorted: readonly number[], share: number) => number

const between = (sorted: Float64Array, tail: number, place: Place): Interval => {
  const values = [...sorted]
  return { low: place(values, tail), high: place(values, 1 - tail) }
}

/** How often each of `count` is drawn in `count` draws with replacement. */
const drawTimes = (count: number, random: Random): Uint32Array => {
  const times = new Uint32Array(count)
  for (let draw = 0; draw < count; draw++) {
    const at = Math.floor(random.next() * count)
    times[at] = (times[at] as number) + 1
  }
  return times
}

const drawnMean = (values: readonly number[], random: Random): number => {
  let sum = 0
  for (let draw = 0; draw < values.length; draw++)
    sum += values[Math.floor(random.next() * values.length)] as number
  return sum / values.length
}

const dot = (times: Uint32Array, values: readonly number[]): number => {
  let sum = 0
  for (let at = 0; at < times.length; at++) sum += (times[at] as number) * (values[at] as number)
  return sum
}

/** By nearest rank, of samples that count as often as their group was drawn. */
const weightedMedian = (
  { values, owners }: { readonly values: Float64Array; readonly owners: Uint32Array },
  times: Uint32Array,
  count: number,
): number => {
  let left = Math.ceil(count / 2)
  for (let at = 0; at < values.length; at++) {
    left -= times[owners[at] as number] as number
    if (left <= 0) return values[at] as number
  }
  return Number.NaN
}

/** The share left out at each end: a little less than 2.5 %, so that few observations cover 95 % too. */
const tailOf = (count: number): number =>
  normalBelow(-Math.sqrt(count / (count - 1)) * studentQuantile(count - 1))

/** 97.5 % of Student's t, by its expansion about the normal (Abramowitz and Stegun 26.7.5). */
const studentQuantile = (freedom: number): number => {
  const z = 1.959964
  const first = (z ** 3 + z) / 4
  const second = (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96
  const third = (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384
  return z + first / freedom + second / freedom ** 2 + third / freedom ** 3
}

/** The normal distribution below `z` < 0, to 1e-7 (Abramowitz and Stegun 26.2.17). */
const normalBelow = (z: number): number => {
  const t = 1 / (1 - 0.2316419 * z)
  const [a, b, c, d, e] = [0.31938153, -0.356563782, 1.781477937, -1.821255978, 1.330274429]
  const series = t * (a + t * (b + t * (c + t * (d + t * e))))
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series
}

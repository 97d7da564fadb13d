/**
 * Would two samples differ as much if it had been drawn which figure belongs to which? Two-sided, for the
 * difference of the means (Efron and Tibshirani 1993, chapter 15; Good, Permutation Tests, 2005).
 */
import type { Random } from './random.ts'

export interface PermutationTest {
  readonly p: number
  /** The least that p can be with samples of these sizes. */
  readonly least: number
  /** All divisions were looked at. */
  readonly exact: boolean
}

/** So many divisions are all looked at: two samples of 8 have 12870. */
const MOST_EXACT = 20_000

/** `draws`: how many divisions are drawn where there are too many to look at all. */
export const permutationTest = (
  a: readonly number[],
  b: readonly number[],
  { random, draws }: { readonly random: Random; readonly draws: number },
): PermutationTest => {
  const pool = centred([...a, ...b])
  const [few, many] = a.length <= b.length ? [a.length, b.length] : [b.length, a.length]
  const count = divisions(few + many, few)
  // Centred figures: the difference of the means grows with the distance of one sum from zero.
  const observed = Math.abs(sumOf(pool, 0, a.length))
  const atLeast = observed * (1 - 1e-9) - 1e-12 * Math.max(...pool.map(Math.abs), 0)
  const least = (few === many ? 2 : 1) / count
  if (count <= MOST_EXACT)
    return { p: Math.min(1, hitsOfAll(pool, few, atLeast) / count), least, exact: true }
  const hits = hitsOfDrawn(pool, few, { atLeast, random, draws })
  return { p: (hits + 1) / (draws + 1), least: Math.max(least, 1 / (draws + 1)), exact: false }
}

/** The `p` of each, corrected for their number: Holm, A Simple Sequentially Rejective Test (1979). */
export const holm = (ps: readonly number[]): readonly number[] => {
  const order = ps.map((p, at) => ({ p, at })).sort((x, y) => x.p - y.p)
  const corrected = new Array<number>(ps.length)
  let highest = 0
  order.forEach(({ p, at }, rank) => {
    highest = Math.max(highest, Math.min(1, p * (ps.length - rank)))
    corrected[at] = highest
  })
  return corrected
}

const centred = (values: readonly number[]): number[] => {
  const centre = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.map((value) => value - centre)
}

const sumOf = (values: readonly number[], from: number, to: number): number => {
  let sum = 0
  for (let at = from; at < to; at++) sum += values[at] as number
  return sum
}

/** Binomial coefficient; not exact above 2^53, where nobody asks for it. */
const divisions = (all: number, some: number): number => {
  let count = 1
  for (let at = 1; at <= some; at++) count = (count * (all - some + at)) / at
  return Math.round(count)
}

/** How many of all choices of `some` have a sum at least so far from zero. */
const hitsOfAll = (pool: readonly number[], some: number, atLeast: number): number => {
  const choose = (from: number, left: number, sum: number): number => {
    if (left === 0) return Math.abs(sum) >= atLeast ? 1 : 0
    let hits = 0
    for (let at = from; at <= pool.length - left; at++)
      hits += choose(at + 1, left - 1, sum + (pool[at] as number))
    return hits
  }
  return choose(0, some, 0)
}

interface Drawing {
  readonly atLeast: number
  readonly random: Random
  readonly draws: number
}

/** The first steps of a shuffle (Fisher and Yates) choose; what the draw before left is no worse a start. */
const hitsOfDrawn = (pool: number[], some: number, { atLeast, random, draws }: Drawing): number => {
  let hits = 0
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0
    for (let at = 0; at < some; at++) {
      const other = at + Math.floor(random.next() * (pool.length - at))
      const value = pool[other] as number
      pool[other] = pool[at] as number
      pool[at] = value
      sum += value
    }
    if (Math.abs(sum) >= atLeast) hits++
  }
  return hits
}

/** Two runs of one plan, figure by figure. docs/compare.md tells why it is done in this way. */
import { cliffsDelta } from '../../lib/effect-size.ts'
import { bootstrapIntervals, differenceInterval, type Interval } from '../../lib/interval.ts'
import { holm, type PermutationTest, permutationTest } from '../../lib/permutation-test.ts'
import { createRandom } from '../../lib/random.ts'
import { mean, median } from '../../lib/statistics.ts'
import { measurements as registry } from '../../measure/index.ts'
import type { Half } from '../../model/event.ts'
import type { Unit } from '../../model/measurement.ts'
import { type Measured, type Observed, observationsOf } from './observations.ts'

export interface Rules {
  /** Significance level of the whole comparison, 0 to 1. */
  readonly alpha: number
  /** Differences of the means up to this share of the mean of `a` are nobody's concern. */
  readonly bound: number
}

export type RowVerdict = 'regression' | 'improvement' | 'no difference' | 'too few samples'

/** The iterations of one run. */
export interface Side {
  readonly n: number
  readonly missing: number
  readonly mean: number | null
  readonly median: number | null
  readonly meanInterval: Interval | null
  readonly medianInterval: Interval | null
}

export interface Row {
  readonly name: string
  readonly unit: Unit
  readonly step?: string | undefined
  readonly half?: Half | undefined
  readonly a: Side
  readonly b: Side
  /** Mean of `b` minus mean of `a`. */
  readonly difference: number | null
  readonly differenceInterval: Interval | null
  readonly cliffsDelta: number | null
  /** Of the permutation test, before the correction. */
  readonly p: number | null
  /** After it: this is compared with alpha. Null where all figures of both runs are equal. */
  readonly correctedP: number | null
  readonly verdict: RowVerdict
}

export interface Comparison {
  readonly rows: readonly Row[]
  /** Figures that could differ, for which p was corrected. */
  readonly comparisons: number
  /** Figures that only one run has. */
  readonly unpaired: readonly string[]
}

export const compareRuns = (a: Measured, b: Measured, rules: Rules): Comparison => {
  const [before, after] = [observationsOf(a), observationsOf(b)]
  const pairs = [...before].flatMap(([key, one]) => {
    const other = after.get(key)
    return other ? [{ key, a: one, b: other }] : []
  })
  // Where all figures are equal p is 1 whatever is drawn: no chance for an error, none to correct for.
  const open = pairs.filter(({ a, b }) => isTestable(a, b))
  const draws = Math.max(19_999, Math.ceil((20 * open.length) / rules.alpha))
  const tests = open.map(({ key, a, b }) =>
    permutationTest(a.values, b.values, { random: createRandom(`compare ${key}`), draws }),
  )
  const corrected = holm(tests.map(({ p }) => p))
  const found = new Map(
    open.map((pair, at) => [
      pair.key,
      { test: tests[at] as PermutationTest, correctedP: corrected[at] as number },
    ]),
  )
  return {
    rows: pairs.map(({ key, ...pair }) =>
      rowOf(pair, found.get(key), { ...rules, comparisons: open.length }),
    ),
    comparisons: open.length,
    unpaired: [...before.keys(), ...after.keys()].filter(
      (key) => !(before.has(key) && after.has(key)),
    ),
  }
}

const isTestable = (a: Observed, b: Observed): boolean =>
  a.values.length > 0 && b.values.length > 0 && new Set([...a.values, ...b.values]).size > 1

interface Found {
  readonly test: PermutationTest
  readonly correctedP: number
}

const rowOf = (
  { a, b }: { readonly a: Observed; readonly b: Observed },
  found: Found | undefined,
  rules: Rules & { readonly comparisons: number },
): Row => {
  const [one, other] = [sideOf(a, 'a'), sideOf(b, 'b')]
  const known = one.mean !== null && other.mean !== null
  const difference = known ? (other.mean as number) - (one.mean as number) : null
  const random = createRandom(['difference', a.name, a.step, a.half].join(' '))
  return {
    name: a.name,
    unit: a.unit,
    step: a.step,
    half: a.half,
    a: one,
    b: other,
    difference,
    differenceInterval: differenceInterval(a.values, b.values, random) ?? null,
    cliffsDelta: known ? cliffsDelta(a.values, b.values) : null,
    p: found?.test.p ?? (known ? 1 : null),
    correctedP: found?.correctedP ?? null,
    verdict: verdictOf({ a, b, difference, before: one.mean }, found, rules),
  }
}

const sideOf = ({ name, step, half, values, missing }: Observed, side: string): Side => {
  const random = createRandom([side, name, step, half].join(' '))
  const intervals = bootstrapIntervals(
    values.map((value) => [value]),
    random,
  )
  return {
    n: values.length,
    missing,
    mean: values.length > 0 ? mean(values) : null,
    median: values.length > 0 ? median(values) : null,
    meanInterval: intervals?.mean ?? null,
    medianInterval: intervals?.median ?? null,
  }
}

interface Judged {
  readonly a: Observed
  readonly b: Observed
  readonly difference: number | null
  /** Mean of `a`. */
  readonly before: number | null
}

const verdictOf = (
  { a, b, difference, before }: Judged,
  found: Found | undefined,
  { alpha, bound, comparisons }: Rules & { readonly comparisons: number },
): RowVerdict => {
  if (a.values.length < 2 || b.values.length < 2) return 'too few samples'
  if (!found || difference === null) return 'no difference'
  const { test, correctedP } = found
  if (correctedP > alpha)
    return test.least * comparisons > alpha ? 'too few samples' : 'no difference'
  if (Math.abs(difference) <= bound * Math.abs(before as number)) return 'no difference'
  return difference > 0 === isBetterHigher(a.name) ? 'improvement' : 'regression'
}

const isBetterHigher = (name: string): boolean =>
  registry.find((metric) => metric.name === name)?.better === 'higher'

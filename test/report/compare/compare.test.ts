import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createRandom } from '../../../src/lib/random.ts'
import type { Measurement } from '../../../src/model/measurement.ts'
import { compareRuns, type Row } from '../../../src/report/compare/compare.ts'
import { measured } from '../sample-run.ts'

const RULES = { alpha: 0.05, bound: 0.05 }
const cut = { instance: 'cut', half: 'injection' } as const

type Values = Readonly<Record<string, readonly (number | null)[]>>

const runOf = (values: Values) => ({
  measurements: Object.entries(values).flatMap(([name, list]) =>
    list.map((value, index) => ({
      ...measured(name, { ...cut, iteration: index + 1 }, value),
      samples: [],
    })),
  ),
})

const noise = (count: number, seed: string): readonly number[] => {
  const random = createRandom(seed)
  return Array.from({ length: count }, () => 1000 + 100 * random.next())
}

const compared = (a: Values, b: Values, rules = RULES): readonly Row[] =>
  compareRuns(runOf(a), runOf(b), rules).rows

const verdicts = (a: Values, b: Values, rules = RULES) =>
  Object.fromEntries(compared(a, b, rules).map(({ name, verdict }) => [name, verdict]))

const slower = noise(20, 'b').map((value) => value + 300)

test('more is worse, but of what is better when it is higher', () => {
  const a = { convergence: noise(20, 'a'), 'load-rate': noise(20, 'a') }
  const b = { convergence: slower, 'load-rate': slower }
  assert.deepEqual(verdicts(a, b), { convergence: 'regression', 'load-rate': 'improvement' })
  assert.deepEqual(verdicts(b, a), { convergence: 'improvement', 'load-rate': 'regression' })
})

test('what says more of the host than of the network is not compared', () => {
  const a = { convergence: noise(20, 'a'), 'cpu-time': noise(20, 'a') }
  const b = { convergence: slower, 'cpu-time': slower }
  assert.deepEqual(verdicts(a, b), { convergence: 'regression' })
})

test('a difference within the bound is none', () => {
  const [a, b] = [{ convergence: noise(20, 'a') }, { convergence: slower }]
  assert.deepEqual(verdicts(a, b, { ...RULES, bound: 0.5 }), { convergence: 'no difference' })
})

test('noise is no difference, and the same run even less', () => {
  const a = { convergence: noise(20, 'a') }
  assert.deepEqual(verdicts(a, { convergence: noise(20, 'b') }), { convergence: 'no difference' })
  const [row] = compared(a, a)
  assert.deepEqual([row?.difference, row?.cliffsDelta, row?.correctedP], [0, 0, 1])
})

test('few iterations cannot prove anything, and it is said', () => {
  const a = { convergence: [1000, 1001, 1002] }
  const b = { convergence: [2000, 2001, 2002] }
  assert.deepEqual(verdicts(a, b), { convergence: 'too few samples' })
  assert.deepEqual(verdicts({ convergence: [1] }, { convergence: [9] }), {
    convergence: 'too few samples',
  })
  const [row] = compared(a, b)
  assert.deepEqual([row?.difference, row?.p, row?.a.meanInterval], [1000, 0.1, null])
})

test('p is corrected for all figures that could differ, and for no others', () => {
  const one = { convergence: noise(20, 'a') }
  const several = { ...one, detection: noise(20, 'c'), updates: Array<number>(20).fill(7) }
  const comparison = compareRuns(
    runOf(several),
    runOf({ ...several, convergence: slower, detection: noise(20, 'd') }),
    RULES,
  )
  assert.equal(comparison.comparisons, 2)
  const [convergence, , updates] = comparison.rows
  assert.equal(convergence?.correctedP, 2 * (convergence?.p as number))
  assert.deepEqual([updates?.verdict, updates?.correctedP], ['no difference', null])
})

test('an iteration counts once, however often its step was played', () => {
  const twice = (values: readonly number[]): { measurements: Measurement[] } => ({
    measurements: values.flatMap((value, index) => [
      measured('convergence', { ...cut, iteration: index + 1 }, value - 1),
      measured('convergence', { ...cut, instance: 'cut.2', iteration: index + 1 }, value + 1, {
        step: 'cut',
      }),
    ]),
  })
  const [row] = compareRuns(twice([1, 2, 3]), twice([4, 5, 6]), RULES).rows
  assert.deepEqual([row?.a.n, row?.a.mean, row?.b.mean], [3, 2, 5])
})

test('iterations without a value are counted, and figures of one run only are named', () => {
  const { rows, unpaired } = compareRuns(
    runOf({ detection: [1, 2, null], convergence: [1] }),
    runOf({ detection: [null, null, null] }),
    RULES,
  )
  assert.deepEqual([rows[0]?.a.missing, rows[0]?.b.missing, rows[0]?.b.mean], [1, 3, null])
  assert.deepEqual([rows[0]?.verdict, unpaired], ['too few samples', ['convergence cut injection']])
})

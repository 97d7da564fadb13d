import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bootstrapIntervals, differenceInterval, type Interval } from '../../src/lib/interval.ts'
import { createRandom, type Random } from '../../src/lib/random.ts'

type Draw = (random: Random) => number

const uniform: Draw = (random) => random.next()
const exponential: Draw = (random) => -Math.log(1 - random.next())
const normal: Draw = (random) =>
  Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random.next())

const TRIALS = 250

/** In how many of the trials the interval has the true value, as a share. */
const coverage = (trial: (random: Random) => boolean): number => {
  const hits = Array.from({ length: TRIALS }, (_, at) => trial(createRandom(`trial ${at}`)))
  return hits.filter(Boolean).length / TRIALS
}

const sampleOf = (count: number, draw: Draw, random: Random): readonly number[] =>
  Array.from({ length: count }, () => draw(random))

const has = ({ low, high }: Interval, value: number): boolean => low <= value && value <= high

/** With the least share that is right: skewed figures are known to be covered less. */
const DISTRIBUTIONS = [
  { name: 'uniform', draw: uniform, mean: 0.5, median: 0.5, least: 0.91 },
  { name: 'normal', draw: normal, mean: 0, median: 0, least: 0.91 },
  { name: 'exponential', draw: exponential, mean: 1, median: Math.LN2, least: 0.86 },
]

for (const { name, draw, mean, median, least } of DISTRIBUTIONS)
  for (const count of [6, 20])
    test(`95 % intervals of ${count} ${name} figures cover mean and median as often`, () => {
      let medians = 0
      const means = coverage((random) => {
        const groups = sampleOf(count, draw, random).map((value) => [value])
        const found = bootstrapIntervals(groups, random)!
        if (has(found.median, median)) medians++
        return has(found.mean, mean)
      })
      assert.ok(means >= least && means <= 0.995, `mean ${means}`)
      assert.ok(medians / TRIALS >= 0.91, `median ${medians / TRIALS}`)
    })

test('samples of one repeat depend on each other, and do not make the interval narrower', () => {
  const random = createRandom('groups')
  const values = sampleOf(10, normal, random)
  const single = bootstrapIntervals(
    values.map((value) => [value]),
    createRandom(1),
  )
  const hundredfold = bootstrapIntervals(
    values.map((value) => Array.from({ length: 100 }, () => value)),
    createRandom(1),
  )
  assert.deepEqual(hundredfold?.median, single?.median)
  assert.ok(Math.abs(hundredfold!.mean.low - single!.mean.low) < 1e-9)
})

test('the difference of two means', () => {
  const share = coverage((random) => {
    const a = sampleOf(12, normal, random)
    const b = sampleOf(20, normal, random).map((value) => 3 + 2 * value)
    return has(differenceInterval(a, b, random)!, 3)
  })
  assert.ok(share >= 0.91 && share <= 0.995, String(share))
})

test('there is none for fewer than five', () => {
  assert.equal(bootstrapIntervals([[1], [2], [3], [4]], createRandom(1)), undefined)
  assert.equal(differenceInterval([1, 2, 3, 4], [1, 2, 3, 4, 5], createRandom(1)), undefined)
})

test('intervals lie within what was measured, and move and grow with it', () => {
  const figures = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 5, maxLength: 30 })
  fc.assert(
    fc.property(figures, fc.integer({ min: 1, max: 8 }), (values, factor) => {
      const of = (scale: number, shift: number) =>
        bootstrapIntervals(
          values.map((value) => [scale * value + shift]),
          createRandom('same'),
        )!
      const plain = of(1, 0)
      const moved = of(factor, 100)
      for (const key of ['mean', 'median'] as const) {
        assert.ok(Math.min(...values) <= plain[key].low && plain[key].high <= Math.max(...values))
        assert.ok(plain[key].low <= plain[key].high)
        assert.ok(Math.abs(moved[key].low - (factor * plain[key].low + 100)) < 1e-6)
        assert.ok(Math.abs(moved[key].high - (factor * plain[key].high + 100)) < 1e-6)
      }
    }),
    { numRuns: 30 },
  )
})

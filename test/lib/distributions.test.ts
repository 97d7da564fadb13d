import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Distribution, draw } from '../../src/lib/distributions.ts'
import { createRandom } from '../../src/lib/random.ts'

const DRAWS = 20_000

const sample = (from: Distribution): number[] => {
  const random = createRandom('distributions')
  return Array.from({ length: DRAWS }, () => draw(from, random))
}
/** Share of the draws that are at least n. */
const tail = (draws: readonly number[], n: number): number =>
  draws.filter((value) => value >= n).length / draws.length

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 0.015, `${actual} is not near ${expected}`)

test('every draw is a whole number, and the same for the same seed', () => {
  const all: Distribution[] = [
    { distribution: 'constant', value: 4 },
    { distribution: 'uniform', min: 1, max: 10 },
    { distribution: 'pareto', alpha: 2.3 },
    { distribution: 'lognormal', mu: 1, sigma: 0.9 },
    { distribution: 'zipf', exponent: 1, max: 20 },
  ]
  for (const from of all) {
    const draws = sample(from)
    assert.ok(draws.every(Number.isInteger), from.distribution)
    assert.deepEqual(sample(from), draws)
  }
})

test('constant and uniform stay in their bounds and reach them', () => {
  assert.deepEqual(new Set(sample({ distribution: 'constant', value: 4 })), new Set([4]))
  const draws = sample({ distribution: 'uniform', min: 1, max: 10 })
  assert.deepEqual([Math.min(...draws), Math.max(...draws)], [1, 10])
  near(tail(draws, 6), 0.5)
})

test('pareto: P(X >= n) is n to the power of -alpha', () => {
  const draws = sample({ distribution: 'pareto', alpha: 2.3 })
  assert.equal(Math.min(...draws), 1)
  near(tail(draws, 2), 2 ** -2.3)
  near(tail(draws, 3), 3 ** -2.3)
})

test('lognormal: the median is e to the power of mu', () => {
  const draws = sample({ distribution: 'lognormal', mu: Math.log(10), sigma: 0.9 })
  near(tail(draws, 10), 0.5)
  // One standard deviation of the logarithm above the median: 15.9 %.
  near(tail(draws, 10 * Math.exp(0.9)), 0.159)
})

test('zipf: the first two differ by the power of two', () => {
  const draws = sample({ distribution: 'zipf', exponent: 1, max: 4 })
  const share = (n: number) => draws.filter((value) => value === n).length / DRAWS
  const total = 1 + 1 / 2 + 1 / 3 + 1 / 4
  for (const n of [1, 2, 3, 4]) near(share(n), 1 / n / total)
})

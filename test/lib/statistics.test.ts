import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  mean,
  median,
  nearestRank,
  populationDeviation,
  quantile,
  standardDeviation,
} from '../../src/lib/statistics.ts'

test('quantiles interpolate as type 7 does, whatever the order', () => {
  const values = [4, 1, 3, 2]
  assert.equal(quantile(values, 0), 1)
  assert.equal(quantile(values, 0.25), 1.75)
  assert.equal(median(values), 2.5)
  assert.equal(quantile(values, 1), 4)
  assert.equal(quantile([7], 0.95), 7)
  assert.deepEqual(values, [4, 1, 3, 2])
})

test('quantiles by nearest rank are values that were measured', () => {
  const sorted = Array.from({ length: 20 }, (_, index) => index + 1)
  assert.deepEqual(
    [0, 0.5, 0.95, 1].map((share) => nearestRank(sorted, share)),
    [1, 10, 19, 20],
  )
})

test('mean and the standard deviation of a sample', () => {
  const values = [2, 4, 4, 4, 5, 5, 7, 9]
  assert.equal(mean(values), 5)
  assert.equal(standardDeviation(values), Math.sqrt(32 / 7))
  assert.equal(standardDeviation([3]), 0)
  assert.equal(populationDeviation(values), 2)
})

test('of nothing there is no figure', () => {
  assert.ok(
    [quantile([], 0.5), nearestRank([], 0.5), mean([]), standardDeviation([])].every(Number.isNaN),
  )
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Spread, spreadOf } from '../../src/flood/statistics.ts'

test('the spread of known values', () => {
  const { histogram: _, ...figures } = spreadOf([9, 2, null, 4, 4, 4, 5, 5, 7]) as Spread
  assert.deepEqual(figures, {
    n: 8,
    missing: 1,
    mean: 5,
    min: 2,
    max: 9,
    sd: Math.sqrt(32 / 7),
    populationSd: 2,
    median: 4.5,
    p90: 9,
    p95: 9,
    p99: 9,
  })
})

test('of nothing there is no spread; of one value a spread without width', () => {
  assert.equal(spreadOf([]), undefined)
  assert.equal(spreadOf([null, null]), undefined)
  const { n, min, max, sd, histogram } = spreadOf([3]) as Spread
  assert.deepEqual([n, min, max, sd], [1, 3, 3, 0])
  assert.deepEqual(histogram, [{ from: 3, to: 3, count: 1 }])
})

test('every value is in exactly one bin, and percentiles are values that were measured', () => {
  const values = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 })
  fc.assert(
    fc.property(values, (list) => {
      const spread = spreadOf(list) as Spread
      assert.equal(
        spread.histogram.reduce((sum, { count }) => sum + count, 0),
        list.length,
      )
      assert.equal(spread.histogram[0]?.from, spread.min)
      assert.equal(spread.histogram.at(-1)?.to, spread.max)
      for (const share of [spread.min, spread.p90, spread.p95, spread.p99, spread.max])
        assert.ok(list.includes(share))
      assert.ok(spread.min <= spread.median && spread.median <= spread.max)
    }),
  )
})

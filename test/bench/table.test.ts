import assert from 'node:assert/strict'
import { test } from 'node:test'
import { benchTable, quantile } from '../../bench/table.ts'

test('figures stand on the right, rounded to what can be read', () => {
  const text = benchTable(
    ['nodes', 'up s', 'MB'],
    [
      ['10', 2.34567, 1234.5],
      ['20', 0.00512345, null],
    ],
  )
  assert.equal(text, 'nodes     up s    MB\n10        2.35  1235\n20     0.00512     -')
})

test('quantiles interpolate between neighbours', () => {
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5)
  assert.equal(quantile([4, 1, 3, 2], 0), 1)
  assert.equal(quantile([4, 1, 3, 2], 1), 4)
  assert.equal(quantile([7], 0.95), 7)
  assert.ok(Number.isNaN(quantile([], 0.5)))
})

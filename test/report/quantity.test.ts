import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatMs, formatQuantity } from '../../src/report/quantity.ts'

for (const [ms, text] of [
  [0, '0 ms'],
  [0.4237, '0.42 ms'],
  [2.3, '2.3 ms'],
  [9.96, '10 ms'],
  [12.4, '12 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [9_021, '9.02 s'],
  [59_994, '59.99 s'],
  [59_996, '1m 0s'],
  [83_400, '1m 23s'],
  [-12.4, '-12 ms'],
] as const)
  test(`${ms} ms is written ${text}`, () => assert.equal(formatMs(ms), text))

test('other units', () => {
  assert.equal(formatQuantity(null, 'ms'), '-')
  assert.equal(formatQuantity(undefined, 'count'), '-')
  assert.equal(formatQuantity(24, 'count'), '24')
  assert.equal(formatQuantity(24.56, 'packets'), '24.6')
  assert.equal(formatQuantity(1.2345, 'count'), '1.23')
  assert.equal(formatQuantity(0, 'octets'), '0 B')
  assert.equal(formatQuantity(812, 'octets'), '812 B')
  assert.equal(formatQuantity(1_468_006, 'octets'), '1.4 MiB')
  assert.equal(formatQuantity(242_221_056, 'octets'), '231 MiB')
  assert.equal(formatQuantity(0.12345, 'ratio'), '12.3%')
})

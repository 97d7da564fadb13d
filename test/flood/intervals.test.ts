import assert from 'node:assert/strict'
import { test } from 'node:test'
import { flowingRates } from '../../src/flood/intervals.ts'

const sample = (atMs: number, updatesReceived: number) => ({
  atMs,
  updatesReceived,
  updatesSent: 0,
  prefixesSent: 0,
  octetsSent: 0,
  prefixesReceived: 0,
  withdrawalsReceived: 0,
  octetsReceived: 0,
})

test('totals four times a second are rates second by second', () => {
  const rates = flowingRates()
  for (let i = 1; i <= 12; i++) rates.add(sample(5000 + i * 250, i * 100))
  assert.deepEqual(rates.from(5000), [
    { endMs: 1250, updatesReceived: 500, updatesPerS: 400 },
    { endMs: 2250, updatesReceived: 400, updatesPerS: 400 },
  ])
})

test('a transfer of less than a second has no interval', () => {
  const rates = flowingRates()
  rates.add(sample(5250, 100))
  assert.deepEqual(rates.from(5000), [])
  assert.deepEqual(flowingRates().from(5000), [])
})

test('an interval is as long as it was when nobody looked for a while', () => {
  const rates = flowingRates()
  rates.add(sample(6000, 1000))
  rates.add(sample(16_000, 6000))
  assert.deepEqual(
    rates.from(5000).map(({ updatesPerS }) => updatesPerS),
    [1000, 500],
  )
})

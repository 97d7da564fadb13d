import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PairSet } from '../../src/events/pair-set.ts'

test('a pair is new once, however many there are, and again after a clear', () => {
  const set = new PairSet()
  for (const again of [false, true]) {
    for (let n = 0; n < 10_000; n++) assert.equal(set.add(n % 100, n - 5000), true, `${n} ${again}`)
    for (let n = 0; n < 10_000; n++) assert.equal(set.add(n % 100, n - 5000), false)
    set.clear()
  }
})

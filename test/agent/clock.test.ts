import assert from 'node:assert/strict'
import { test } from 'node:test'
import { now } from '../../src/agent/clock.ts'

test('is the wall clock, with a fraction of a millisecond, and does not run backwards', () => {
  assert.ok(Math.abs(now() - Date.now()) < 50)
  const readings = Array.from({ length: 1000 }, now)
  for (let i = 1; i < readings.length; i++) {
    assert.ok((readings[i] as number) >= (readings[i - 1] as number))
  }
  assert.ok(readings.some((reading) => reading % 1 !== 0))
})

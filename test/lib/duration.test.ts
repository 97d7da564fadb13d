import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatDuration, parseDuration } from '../../src/lib/duration.ts'

test('every unit, and several in one', () => {
  const expected: Record<string, number> = {
    '250ms': 250,
    '10s': 10_000,
    '2m': 120_000,
    '1h': 3_600_000,
    '1m30s': 90_000,
    '1h0m1s': 3_601_000,
    '1.5s': 1500,
    '0s': 0,
  }
  for (const [text, ms] of Object.entries(expected)) assert.equal(parseDuration(text), ms, text)
})

test('text that is not a duration is refused as a whole', () => {
  for (const text of ['', '5', 's', '5 s', '-5s', '5s ', ' 5s', '5sec', '1d', '5s5', '1e3s', '.5s'])
    assert.equal(parseDuration(text), undefined, text)
})

test('a refused text leaves nothing behind for the next one', () => {
  parseDuration('10s junk')
  assert.equal(parseDuration('10s'), 10_000)
})

test('formats the shortest text', () => {
  const expected: [number, string][] = [
    [0, '0s'],
    [1500, '1500ms'],
    [90_000, '1m30s'],
    [3_600_000, '1h'],
    [3_661_000, '1h1m1s'],
  ]
  for (const [ms, text] of expected) assert.equal(formatDuration(ms), text)
})

test('what is formatted parses to the same', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000_000), (ms) => {
      assert.equal(parseDuration(formatDuration(ms)), ms)
    }),
  )
})

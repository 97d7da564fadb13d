import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatPace, parsePace, type RatePace } from '../../src/flood/pace-text.ts'

const stages = (text: string) => (parsePace(text) as RatePace).stages

test('a rate, a ramp, steps', () => {
  assert.deepEqual(stages('5000/s'), [{ fromPerS: 5000, toPerS: 5000 }])
  assert.deepEqual(stages('1k/s..0.5M/s:1m30s'), [{ fromPerS: 1e3, toPerS: 5e5, forMs: 90_000 }])
  assert.deepEqual(stages('100/s:5s, 200/s'), [
    { fromPerS: 100, toPerS: 100, forMs: 5000 },
    { fromPerS: 200, toPerS: 200 },
  ])
})

test('what was read is written as it was meant', () => {
  for (const text of ['5000/s', '1000/s..5000/s:10s', '100/s:5s,200/s:1m,300/s'])
    assert.equal(formatPace(parsePace(text) as RatePace), text)
})

const WRONG: readonly (readonly [string, RegExp])[] = [
  ['', /no rate: ""/],
  ['5000', /no rate: "5000"/],
  ['0/s', /no rate/],
  ['-5/s', /no rate/],
  ['5/s..', /no rate/],
  ['1/s..2/s..3/s:1s', /no rate/],
  ['5/s:10', /no rate/],
  ['5/s:0s', /no rate/],
  ['5/s:1s:2s', /no rate/],
  ['1/s,2/s', /duration in each stage but the last/],
  ['1/s..2/s', /duration for a ramp/],
]

for (const [text, message] of WRONG)
  test(`${JSON.stringify(text)} is no pace`, () => {
    assert.match(String(parsePace(text)), message)
  })

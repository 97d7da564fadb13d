import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dueUntil, type Stage } from '../../../src/flood/load/stages.ts'

test('a constant rate, a ramp, a step, and what goes on behind the last stage', () => {
  const constant = [{ fromPerS: 5000, toPerS: 5000 }]
  assert.equal(dueUntil(constant, 2000), 10_000)
  const ramp = [{ fromPerS: 0, toPerS: 1000, forMs: 10_000 }]
  assert.deepEqual(
    [0, 5000, 10_000, 12_000].map((ms) => dueUntil(ramp, ms)),
    [0, 1250, 5000, 7000],
  )
  const steps = [
    { fromPerS: 100, toPerS: 100, forMs: 1000 },
    { fromPerS: 0, toPerS: 0, forMs: 1000 },
    { fromPerS: 10, toPerS: 10 },
  ]
  assert.deepEqual(
    [1000, 2000, 3000].map((ms) => dueUntil(steps, ms)),
    [100, 100, 110],
  )
})

test('never less for later, and no faster than the fastest stage', () => {
  const rate = fc.integer({ min: 0, max: 10_000 })
  const stage = fc.record({
    fromPerS: rate,
    toPerS: rate,
    forMs: fc.integer({ min: 1, max: 5000 }),
  })
  const moment = fc.integer({ min: 0, max: 30_000 })
  fc.assert(
    fc.property(fc.array(stage, { minLength: 1 }), moment, moment, (stages, a, b) => {
      const [early, late] = [Math.min(a, b), Math.max(a, b)]
      const due = dueUntil(stages, late) - dueUntil(stages, early)
      const fastest = Math.max(
        ...stages.flatMap(({ fromPerS, toPerS }: Stage) => [fromPerS, toPerS]),
      )
      assert.ok(due >= -1e-6 && due <= (fastest * (late - early)) / 1000 + 1e-6)
    }),
  )
})

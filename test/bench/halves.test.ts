import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shuffledHalves } from '../../bench/compare/halves.ts'
import type { Measurement } from '../../src/model/measurement.ts'

const run = (values: readonly number[]) => ({
  measurements: values.flatMap((value, at) =>
    ['convergence', 'updates'].map(
      (name): Measurement => ({ name, unit: 'ms', iteration: at + 1, value, samples: [value] }),
    ),
  ),
})

test('halves hold each iteration once, whole, and are drawn anew each time', () => {
  const runs = [run([1, 2, 3]), run([4, 5, 6])]
  const halves = shuffledHalves(runs, { count: 5, size: 3 })
  const texts = halves.map(([a, b]) => {
    const all = [...a.measurements, ...b.measurements]
    for (const name of ['convergence', 'updates'])
      assert.deepEqual(
        all
          .filter((figure) => figure.name === name)
          .map(({ value }) => value)
          .sort(),
        [1, 2, 3, 4, 5, 6],
      )
    for (const half of [a, b])
      for (const iteration of [1, 2, 3]) {
        const of = half.measurements.filter((figure) => figure.iteration === iteration)
        assert.equal(of.length, 2)
        assert.equal(new Set(of.map(({ value }) => value)).size, 1)
      }
    return JSON.stringify(halves.length && [a, b])
  })
  assert.ok(new Set(texts).size > 1)
  assert.deepEqual(shuffledHalves(runs, { count: 5, size: 3 }), halves)
})

test('too few iterations are refused', () => {
  assert.throws(() => shuffledHalves([run([1, 2, 3])], { count: 1, size: 2 }), RangeError)
})

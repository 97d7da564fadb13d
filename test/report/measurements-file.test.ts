import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { InputError } from '../../src/lib/errors.ts'
import { parseMeasurements, renderMeasurements } from '../../src/report/measurements-file.ts'
import { golden } from '../golden.ts'
import { MEASUREMENTS, repeatedRun, sampleRun } from './sample-run.ts'

describe('measurements.json', () => {
  test('of one run', () =>
    golden(renderMeasurements(sampleRun()), 'test/golden/report/measurements.json'))

  test('can be read back, with every figure as it was', () => {
    const file = parseMeasurements(renderMeasurements(sampleRun()), 'measurements.json')
    assert.deepEqual(file.measurements, MEASUREMENTS)
    assert.equal(file.verdict, 'failed')
  })

  test('tells the iteration of each outcome', () => {
    const file = parseMeasurements(renderMeasurements(repeatedRun()), 'measurements.json')
    assert.equal(file.iterations, 3)
    assert.deepEqual(
      file.outcomes.map(({ iteration, outcome }) => [iteration, outcome]),
      [
        [1, 'converged'],
        [2, 'converged'],
        [3, 'timeout'],
      ],
    )
  })

  for (const [what, text] of [
    [
      'another version',
      renderMeasurements(sampleRun()).replace('measurements/1', 'measurements/9'),
    ],
    ['another file', '{}'],
    ['no JSON', 'oops'],
  ] as const)
    test(`${what} is refused with the name of the file`, () =>
      assert.throws(
        () => parseMeasurements(text, 'old/measurements.json'),
        (error: unknown) =>
          error instanceof InputError && error.message.startsWith('old/measurements.json is not'),
      ))
})

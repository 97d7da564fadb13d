import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judge } from '../../src/measure/assertion.ts'
import { parseAssertion } from '../../src/model/assertion.ts'
import type { Measurement } from '../../src/model/measurement.ts'

const measured = (value: number | null, more: Partial<Measurement> = {}): Measurement => ({
  name: 'convergence',
  unit: 'ms',
  step: 'cut',
  half: 'injection',
  iteration: 1,
  value,
  samples: value === null ? [] : [value],
  ...more,
})

const verdict = (text: string, ...measurements: Measurement[]) => {
  const parsed = parseAssertion(text)
  assert.ok('assertion' in parsed)
  return judge(parsed.assertion, measurements)
}

test('compares the value of the step that is named, in its injection unless told otherwise', () => {
  const all = [
    measured(900),
    measured(5000, { half: 'reversion' }),
    measured(7000, { step: 'crash' }),
  ]
  assert.deepEqual(verdict('convergence(cut) <= 1s', ...all), { passed: true, got: '900ms' })
  assert.deepEqual(verdict('convergence(cut, reversion) <= 1s', ...all), {
    passed: false,
    got: '5.000s',
  })
  assert.deepEqual(verdict('convergence <= 6s', ...all), {
    passed: false,
    got: '7.000s (max of 3)',
  })
})

test('every comparison', () => {
  const at = (comparator: string, bound: string) =>
    verdict(`convergence(cut) ${comparator} ${bound}`, measured(100)).passed
  assert.deepEqual(
    ['<=', '<', '>=', '>', '==', '!='].map((c) => [at(c, '99ms'), at(c, '100ms'), at(c, '101ms')]),
    [
      [false, true, true],
      [false, false, true],
      [true, true, false],
      [true, false, false],
      [false, true, false],
      [true, false, true],
    ],
  )
})

test('without a statistic every one of several values must pass', () => {
  const all = [measured(100), measured(200, { iteration: 2 }), measured(300, { iteration: 3 })]
  const say = (bound: string) => verdict(`convergence(cut) ${bound}`, ...all)
  assert.deepEqual(say('<= 300ms'), { passed: true, got: '300ms (max of 3)' })
  assert.deepEqual(say('>= 100ms'), { passed: true, got: '100ms (min of 3)' })
  assert.deepEqual(say('>= 200ms'), { passed: false, got: '100ms (min of 3)' })
  assert.deepEqual(say('== 300ms'), { passed: false, got: '200ms (max of 3)' })
})

test('statistics pool the samples of all iterations', () => {
  const pool = [1, 2, 3, 4].map((iteration) =>
    measured(iteration * 10, { iteration, samples: [iteration, iteration * 10] }),
  )
  const got = (stat: string, bound = '0ms') =>
    verdict(`convergence(cut).${stat} >= ${bound}`, ...pool).got
  assert.deepEqual(
    ['min', 'max', 'mean', 'median', 'p95', 'p99'].map((stat) => got(stat)),
    [
      'min 1ms (n=8)',
      'max 40ms (n=8)',
      'mean 13.75ms (n=8)',
      'median 4ms (n=8)',
      'p95 40ms (n=8)',
      'p99 40ms (n=8)',
    ],
  )
  assert.deepEqual(verdict('convergence(cut).count == 8', ...pool), {
    passed: true,
    got: 'count 8 (n=8)',
  })
})

test('what was not measured does not pass', () => {
  assert.deepEqual(verdict('convergence(cut) >= 0s'), { passed: false, got: 'not measured' })
  assert.deepEqual(
    verdict('convergence(cut) >= 0s', measured(1), measured(null, { note: 'never converged' })),
    { passed: false, got: 'no value: never converged' },
  )
})

test('a quantity of the wrong kind does not pass, zero fits all', () => {
  assert.match(
    verdict('convergence(cut) <= 2', measured(1)).got,
    /a time is compared with a duration, not with a number/,
  )
  const updates = measured(0, { name: 'updates', unit: 'count' })
  assert.match(verdict('updates(cut) <= 2s', updates).got, /compared with a plain number/)
  assert.deepEqual(verdict('convergence(cut) == 0', measured(0)), { passed: true, got: '0ms' })
})

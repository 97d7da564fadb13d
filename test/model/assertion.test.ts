import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseAssertion } from '../../src/model/assertion.ts'

test('reads every part', () => {
  assert.deepEqual(parseAssertion('fib-convergence( cut , reversion ).p95<=1m30s'), {
    assertion: {
      metric: 'fib-convergence',
      step: 'cut',
      half: 'reversion',
      stat: 'p95',
      comparator: '<=',
      bound: { value: 90_000, unit: 'duration' },
    },
  })
})

test('leaves out what was not written', () => {
  assert.deepEqual(parseAssertion('lost-prefixes == 0'), {
    assertion: {
      metric: 'lost-prefixes',
      comparator: '==',
      bound: { value: 0, unit: 'number' },
    },
  })
  const share = parseAssertion('loss(x).mean != 5%')
  assert.deepEqual('assertion' in share && share.assertion.bound, { value: 0.05, unit: 'percent' })
})

test('says which part it cannot read', () => {
  const cases: [string, RegExp][] = [
    ['convergence is fast', /not an assertion/],
    ['', /not an assertion/],
    ['convergence(cut) <= 2s please', /not an assertion/],
    ['convergence(cut, before) <= 2s', /unknown half "before"/],
    ['convergence(cut).p90 <= 2s', /unknown statistic "p90"/],
    ['convergence(cut) =< 2s', /unknown comparison "=<"/],
    ['convergence(cut) <= 2sec', /no number or quantity: 2sec/],
    ['convergence(cut) <= soon', /no number or quantity: soon/],
  ]
  for (const [text, expected] of cases) {
    const parsed = parseAssertion(text)
    assert.ok('problem' in parsed, text)
    assert.match(parsed.problem, expected)
    assert.ok(parsed.hint.length > 0)
  }
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseOutcome } from '../../src/model/outcome-assertion.ts'

test('an outcome of a half of a step; the injection where no half is named', () => {
  assert.deepEqual(parseOutcome(' outcome( cut , reversion )!=oscillating'), {
    expected: { step: 'cut', half: 'reversion', comparator: '!=', outcome: 'oscillating' },
  })
  assert.deepEqual(parseOutcome('outcome(cut.2) == converged'), {
    expected: { step: 'cut.2', half: 'injection', comparator: '==', outcome: 'converged' },
  })
})

test('anything else is not its business', () => {
  assert.equal(parseOutcome('convergence(cut) <= 2s'), undefined)
  assert.equal(parseOutcome('outcomes(cut) <= 2s'), undefined)
})

for (const [text, problem] of [
  ['outcome == converged', /not an assertion/],
  ['outcome(cut).p95 == converged', /not an assertion/],
  ['outcome(cut) <= converged', /compared with ==/],
  ['outcome(cut, middle) == converged', /unknown half "middle"/],
  ['outcome(cut) == convergd', /unknown outcome "convergd"/],
] as const)
  test(`${text} is refused`, () => {
    const parsed = parseOutcome(text)
    assert.ok(parsed && 'problem' in parsed)
    assert.match(parsed.problem, problem)
  })

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { JournalEntry, RunEvent } from '../../src/model/event.ts'
import { exitStatusOf, verdictOf, worstOf } from '../../src/run/verdict.ts'

const at = 0
const unverified: RunEvent = {
  type: 'fault-unverified',
  at,
  instance: 'cut',
  half: 'injection',
  reason: 'r1: read back up',
}
const failed: RunEvent = { type: 'assertion-judged', at, text: 'a <= 1', passed: false, got: '2' }
const passed: RunEvent = { type: 'assertion-judged', at, text: 'a <= 3', passed: true, got: '2' }
const invalidated: RunEvent = { type: 'invalidated', at, reason: 'could not be healed: x' }
const settled = (
  outcome: 'converged' | 'converged-wrong' | 'oscillating' | 'timeout' | 'aborted',
) =>
  ({ type: 'settled', at, instance: 'cut', half: 'injection', outcome, differences: [] }) as const

const verdict = (events: readonly RunEvent[], aborted = false) =>
  verdictOf(
    events.map((event, index): JournalEntry => ({ seq: index + 1, ...event })),
    aborted,
  )

describe('the verdict', () => {
  for (const [what, events, expected] of [
    ['nothing wrong', [passed, settled('converged'), settled('aborted')], 'passed'],
    ['a failed assertion', [passed, failed], 'failed'],
    ['a network that is quiet and wrong', [settled('converged-wrong')], 'failed'],
    ['a network that oscillates', [settled('oscillating')], 'failed'],
    ['a network that ended as asked', [{ ...settled('oscillating'), expected: true }], 'passed'],
    ['a network that was still busy', [settled('timeout'), failed], 'invalid'],
    ['a fault that was not verified, and a failed assertion', [failed, unverified], 'invalid'],
    ['no steady state', [{ type: 'steady-state-failed', at, reasons: ['r1'] }], 'invalid'],
    ['a lost observer', [{ type: 'observer-failed', at, node: 'r1', what: 'gone' }], 'invalid'],
  ] as const)
    test(`${what}: ${expected}`, () => {
      const result = verdict(events)
      assert.equal(result.verdict, expected)
      assert.equal(result.reasons.length > 0, expected !== 'passed')
    })

  test('an abort outranks doubt and failure, but not a fault that stays', () => {
    assert.equal(verdict([unverified, failed], true).verdict, 'aborted')
    assert.equal(verdict([invalidated], true).verdict, 'invalid')
  })

  test('has an exit status of its own each', () =>
    assert.deepEqual(
      (['passed', 'failed', 'invalid', 'aborted'] as const).map(exitStatusOf),
      [0, 1, 4, 130],
    ))
})

test('of several iterations the worst counts, with its reasons', () => {
  const results = [verdict([passed]), verdict([failed]), verdict([unverified]), verdict([failed])]
  assert.equal(worstOf(results).verdict, 'invalid')
  assert.match(worstOf(results).reasons.join(), /not verified/)
  assert.equal(worstOf(results.slice(0, 2)).verdict, 'failed')
  assert.equal(worstOf([]).verdict, 'invalid')
})

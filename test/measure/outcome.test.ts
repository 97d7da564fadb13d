import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgeOutcome } from '../../src/measure/outcome.ts'
import type { Half, Outcome, RunEvent } from '../../src/model/event.ts'

const at = 0
const started = (id: string, step: string): RunEvent => ({
  type: 'fault-started',
  at,
  id,
  step,
  fault: 'link-down',
  on: ['a--b'],
  adjacent: ['a', 'b'],
  params: {},
})
const settled = (instance: string, half: Half, outcome: Outcome): RunEvent => ({
  type: 'settled',
  at,
  instance,
  half,
  outcome,
  differences: [],
})

const journal = [
  started('cut', 'cut'),
  started('cut.2', 'cut'),
  started('other', 'other'),
  settled('cut', 'injection', 'oscillating'),
  settled('cut', 'reversion', 'converged'),
  settled('other', 'injection', 'timeout'),
  settled('cut.2', 'injection', 'converged'),
]
const judge = (half: Half, comparator: '==' | '!=', outcome: Outcome, step = 'cut') =>
  judgeOutcome({ step, half, comparator, outcome }, journal)

test('it must hold for every activation of the step', () => {
  const got = 'oscillating, converged'
  assert.deepEqual(judge('injection', '==', 'oscillating'), { passed: false, got })
  assert.deepEqual(judge('injection', '!=', 'oscillating'), { passed: false, got })
  assert.deepEqual(judge('injection', '!=', 'timeout'), { passed: true, got })
  assert.deepEqual(judge('reversion', '==', 'converged'), { passed: true, got: 'converged' })
})

test('one activation can be named by itself', () => {
  assert.equal(judge('injection', '==', 'converged', 'cut.2').passed, true)
})

test('what never settled is as nobody asked', () => {
  const got = 'it never settled'
  assert.deepEqual(judge('reversion', '!=', 'converged', 'other'), { passed: false, got })
})

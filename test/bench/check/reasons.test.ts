import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FRR_REASONS, readReasons } from '../../../bench/check/frr-reason.ts'
import { addTallies, judge, NO_REASONS } from '../../../bench/check/reasons.ts'
import { steps } from '../../../src/bgp/decide.ts'

test('every step of the decision process has a reason of FRR', () => {
  assert.deepEqual(
    Object.values(FRR_REASONS),
    ['only path', ...steps.map(({ name }) => name)].map((name) => name),
  )
})

test('the reason of the best path is read, and of no other', () => {
  const paths = [{ selectionReason: 'x' }, { bestpath: true, selectionReason: 'Local Pref' }]
  const routes = { '198.18.1.0/24': paths, '198.18.2.0/24': [{ bestpath: true }] }
  assert.deepEqual([...readReasons(JSON.stringify({ routes }))], [['198.18.1.0/24', 'Local Pref']])
  assert.deepEqual([...readReasons('{}')], [])
})

test('the same step, the step against another rival, or neither', () => {
  const route = { decidedBy: 'router id', winsBy: ['local preference', 'router id'] }
  assert.deepEqual(judge(route, 'Router ID'), { ...NO_REASONS, same: 1 })
  assert.deepEqual(judge(route, 'Local Pref'), { ...NO_REASONS, rival: 1 })
  const strange = [judge(route, 'AS Path'), judge(route, 'Phase of the moon')]
  assert.deepEqual(
    addTallies([...strange, ...strange]).unexplained,
    new Map([
      ['router id, AS path length', 2],
      ['router id, Phase of the moon', 2],
    ]),
  )
})

test('tallies add up', () => {
  const tally = { same: 1, rival: 2, unexplained: new Map([['a, b', 3]]) }
  const twice = { same: 2, rival: 4, unexplained: new Map([['a, b', 6]]) }
  assert.deepEqual(addTallies([tally, tally, NO_REASONS]), twice)
})

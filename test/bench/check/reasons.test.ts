import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FRR_REASONS, readReasons } from '../../../bench/check/frr-reason.ts'
import { addTallies, agreement } from '../../../bench/check/reasons.ts'
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

test('tallies add up, and what is the same is counted', () => {
  const tally = addTallies([
    new Map([['MED / MED', 2]]),
    new Map([
      ['MED / MED', 1],
      ['origin / MED', 4],
    ]),
  ])
  assert.deepEqual(agreement(tally), { same: 3, all: 7 })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Bench, P, Q } from './pair.ts'

test('an interval that turns all the time: news wait for the next turn, however long it was quiet', () => {
  const bench = new Bench({ a: {}, b: { mrai: { ms: 1000, per: 'tick' } } })
  assert.deepEqual(bench.hear('a', [P]), [`b + ${P}`])
  bench.now = 2500
  assert.deepEqual(bench.hear('a', [Q]), [])
  assert.deepEqual(bench.lose('a', P), [`b - ${P}`])
  assert.equal(bench.router.dueAt, 3000)
  bench.now = 3000
  assert.deepEqual(bench.says({ type: 'tick' }), [`b + ${Q}`])
  bench.now = 5000
  assert.deepEqual(bench.hear('a', [P]), [`b + ${P}`])
})

test('a new session begins to count anew', () => {
  const bench = new Bench({ a: {}, b: { mrai: { ms: 1000, per: 'tick' } } })
  bench.hear('a', [P])
  bench.now = 2300
  bench.step({ type: 'down', peer: 'b' })
  assert.deepEqual(bench.says({ type: 'up', peer: 'b', routerId: '10.0.0.9' }), [
    `b + ${P}`,
    'b end-of-rib',
  ])
  bench.now = 2400
  bench.hear('a', [Q])
  assert.equal(bench.router.dueAt, 3300)
})

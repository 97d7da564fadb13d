import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AttributeSet } from '../../../src/bgp/router/attribute-set.ts'
import { asOf, Bench, P, Q } from './pair.ts'

const pathOf = (...asns: number[]) =>
  new AttributeSet({ origin: 'igp', asPath: [{ type: 'sequence', asns }] }, '192.0.2.77')

test('UPDATEs that are taken together are told as what is left of them', () => {
  const bench = new Bench({ a: {}, b: {}, c: {} })
  const p = bench.table.ofText(P)
  const q = bench.table.ofText(Q)
  const told = bench.says({
    type: 'updates',
    updates: [
      { peer: 'a', update: { withdrawn: [], announced: [p, q], set: pathOf(asOf('a'), 1, 2) } },
      { peer: 'b', update: { withdrawn: [], announced: [p], set: pathOf(asOf('b'), 1) } },
      { peer: 'a', update: { withdrawn: [q], announced: [] } },
    ],
  })
  assert.deepEqual(told, [`a + ${P}`, `c + ${P}`])
  assert.equal(bench.best(P), 'b')
  assert.equal(bench.best(Q), undefined)
})

test('one of a peer whose session is gone counts for nothing', () => {
  const bench = new Bench({ a: {}, b: {} })
  bench.step({ type: 'down', peer: 'a' })
  const update = { withdrawn: [], announced: [bench.table.ofText(P)], set: pathOf(asOf('a')) }
  assert.deepEqual(bench.says({ type: 'updates', updates: [{ peer: 'a', update }] }), [])
})

test('own networks that are told to a new session together are one UPDATE', () => {
  const bench = new Bench({ a: {} })
  for (const prefix of [P, Q]) bench.step({ type: 'originate', prefix: bench.table.ofText(prefix) })
  bench.step({ type: 'down', peer: 'a' })
  const told = bench.says({ type: 'up', peer: 'a', routerId: '10.0.0.1' })
  assert.deepEqual(told, [`a + ${P} ${Q}`, 'a end-of-rib'])
  bench.step({ type: 'retract', prefix: bench.table.ofText(P) })
  assert.equal(bench.best(Q), 'local')
})

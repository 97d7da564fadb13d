import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Bench, P } from './pair.ts'

describe('a route and the peer that told it', () => {
  it('is not told to that peer', () => {
    assert.deepEqual(new Bench({ a: {}, b: {} }).hear('a', [P]), [`b + ${P}`])
  })

  it('is told to it by software that makes no difference between its peers', () => {
    const bench = new Bench({ a: {}, b: {} }, { echoes: true })
    assert.deepEqual(bench.hear('a', [P]), [`a + ${P}`, `b + ${P}`])
    assert.deepEqual(bench.lose('a', P), [`a - ${P}`, `b - ${P}`])
  })

  it('is told to it only where the policy lets it', () => {
    const bench = new Bench({ a: { relation: 'peer' } }, { echoes: true })
    assert.deepEqual(bench.hear('a', [P]), [])
  })

  it('is not told to it inside an AS', () => {
    const clients = {
      a: { type: 'ibgp', client: true },
      b: { type: 'ibgp', client: true },
    } as const
    const bench = new Bench(clients, { echoes: true })
    bench.step({ type: 'next-hops', costs: new Map([['192.0.2.77', 1]]) })
    assert.deepEqual(bench.hear('a', [P]), [`b + ${P}`])
  })

  it('is the end of it: the peer finds its own AS in it', () => {
    const bench = new Bench({ a: {}, b: {} }, { echoes: true })
    const asPath = [{ type: 'sequence' as const, asns: [64697, 64500] }]
    assert.deepEqual(bench.hear('a', [P], { asPath }), [])
    assert.equal(bench.best(P), undefined)
  })
})

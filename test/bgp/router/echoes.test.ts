import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Bench, P } from './pair.ts'

describe('a route and the peer that told it', () => {
  it('is not told to that peer', () => {
    assert.deepEqual(new Bench({ a: {}, b: {} }).hear('a', [P]), [`b + ${P}`])
  })

  it('is told to it with all others of its group, where the software works in groups', () => {
    const bench = new Bench({ a: {}, b: {} }, { echoes: true })
    assert.deepEqual(bench.hear('a', [P]), [`a + ${P}`, `b + ${P}`])
    assert.deepEqual(bench.lose('a', P), [`a - ${P}`, `b - ${P}`])
  })

  it('is not told to a peer that is alone in its group', () => {
    const bench = new Bench(
      { a: { relation: 'customer' }, b: { relation: 'peer' } },
      { echoes: true },
    )
    assert.deepEqual(bench.hear('a', [P]), [`b + ${P}`])
  })

  it('is told to a peer that is left alone, as it was before', () => {
    const bench = new Bench({ a: {}, b: {} }, { echoes: true })
    bench.step({ type: 'down', peer: 'b' })
    assert.deepEqual(bench.hear('a', [P]), [`a + ${P}`])
  })

  it('is the end of it: the peer finds its own AS in it', () => {
    const bench = new Bench({ a: {}, b: {} }, { echoes: true })
    const asPath = [{ type: 'sequence' as const, asns: [64697, 64500] }]
    assert.deepEqual(bench.hear('a', [P], { asPath }), [])
    assert.equal(bench.best(P), undefined)
  })
})

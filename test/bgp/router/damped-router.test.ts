/** Route-flap damping as the neighbours of a router see it. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Damping, reuseAfterMs } from '../../../src/bgp/router/damping.ts'
import { Bench, P, Q } from './pair.ts'

const MINUTE = 60_000
const damping: Damping = {
  halfLifeMs: 15 * MINUTE,
  reuse: 750,
  suppress: 2000,
  maxSuppressMs: 60 * MINUTE,
}

const flap = (bench: Bench, times: number): void => {
  for (let i = 0; i < times; i++) {
    bench.lose('a', P)
    bench.hear('a', [P])
  }
}

const damped = (): Bench => {
  const bench = new Bench({ a: { damping }, b: {}, c: {} })
  bench.hear('a', [P, Q])
  return bench
}

describe('a router that damps', () => {
  test('goes on using what was withdrawn once and announced again', () => {
    const bench = damped()
    assert.deepEqual(bench.lose('a', P), [`b - ${P}`, `c - ${P}`])
    assert.deepEqual(bench.hear('a', [P]), [`b + ${P}`, `c + ${P}`])
    assert.equal(bench.best(P), 'a')
    assert.equal(bench.router.dueAt, Number.POSITIVE_INFINITY)
  })

  test('suppresses what goes on flapping, and only that, until it was quiet for long enough', () => {
    const bench = damped()
    flap(bench, 1)
    bench.lose('a', P)
    assert.deepEqual(bench.hear('a', [P]), [], 'nobody is told')
    assert.equal(bench.best(P), undefined)
    assert.equal(bench.best(Q), 'a')
    assert.equal(bench.router.counts('a').received, 2)
    const dueAt = reuseAfterMs(2000, damping)
    assert.equal(bench.router.dueAt, dueAt)
    bench.now = dueAt - 1
    assert.deepEqual(bench.says({ type: 'tick' }), [])
    bench.now = dueAt
    assert.deepEqual(bench.says({ type: 'tick' }), [`b + ${P}`, `c + ${P}`])
    assert.equal(bench.best(P), 'a')
  })

  test('takes another path meanwhile, and comes back to the better one', () => {
    const bench = damped()
    bench.hear('b', [P], { med: 1 })
    assert.equal(bench.best(P), 'a')
    flap(bench, 2)
    assert.equal(bench.best(P), 'b')
    bench.now = bench.router.dueAt
    bench.says({ type: 'tick' })
    assert.equal(bench.best(P), 'a')
  })

  test('charges half for other attributes, and nothing for the same again', () => {
    const bench = damped()
    const id = bench.table.ofText(P)
    bench.hear('a', [P])
    assert.equal(bench.router.flaps('a', id, 0), undefined)
    for (const med of [1, 2, 3]) bench.hear('a', [P], { med })
    assert.equal(bench.router.flaps('a', id, 0)?.penalty, 1500)
    assert.equal(bench.best(P), 'a')
    assert.deepEqual(bench.hear('a', [P], { med: 4 }), [`b - ${P}`, `c - ${P}`])
    assert.equal(bench.best(P), undefined)
  })

  test('a withdrawal of what is suppressed is told nobody, and still counts', () => {
    const bench = damped()
    flap(bench, 2)
    const before = bench.router.dueAt
    assert.deepEqual(bench.lose('a', P), [])
    bench.now = before
    assert.deepEqual(bench.says({ type: 'tick' }), [])
    assert.ok(bench.router.dueAt > before)
    bench.now = bench.router.dueAt
    assert.deepEqual(bench.says({ type: 'tick' }), [], 'there is nothing to use')
    assert.deepEqual(bench.hear('a', [P]), [`b + ${P}`, `c + ${P}`])
  })

  test('what policy refuses is no flap', () => {
    const bench = damped()
    const loop = [{ type: 'sequence' as const, asns: [64999] }]
    for (let i = 0; i < 5; i++) {
      bench.hear('a', [P], { asPath: loop })
      bench.hear('a', [P])
    }
    assert.equal(bench.best(P), 'a')
  })

  test('the end of a session is no flap, and what was announced over it starts anew', () => {
    const bench = damped()
    const up = { type: 'up', peer: 'a', routerId: '10.0.0.97' } as const
    for (let i = 0; i < 5; i++) {
      bench.step({ type: 'down', peer: 'a' })
      bench.step(up)
      bench.hear('a', [P])
    }
    assert.equal(bench.best(P), 'a')
    flap(bench, 2)
    assert.equal(bench.best(P), undefined)
    bench.step({ type: 'down', peer: 'a' })
    bench.step(up)
    bench.hear('a', [P])
    assert.equal(bench.best(P), 'a')
  })

  test('what had been withdrawn when the session ended is remembered', () => {
    const bench = damped()
    flap(bench, 2)
    bench.lose('a', P)
    bench.step({ type: 'down', peer: 'a' })
    bench.step({ type: 'up', peer: 'a', routerId: '10.0.0.97' })
    bench.hear('a', [P])
    assert.equal(bench.best(P), undefined)
  })

  test('damps no peer inside its AS', () => {
    const bench = new Bench({ a: { type: 'ibgp', damping }, b: {} })
    bench.step({ type: 'next-hops', costs: new Map([['192.0.2.77', 1]]) })
    bench.hear('a', [P])
    flap(bench, 10)
    assert.equal(bench.best(P), 'a')
    assert.equal(bench.router.flaps('a', bench.table.ofText(P), 0), undefined)
  })

  test('ends after any history in the tables of a router that does not damp', () => {
    const events = fc.array(
      fc.record({
        peer: fc.constantFrom('a', 'b'),
        prefix: fc.constantFrom(P, Q),
        med: fc.option(fc.nat(2), { nil: undefined }),
        afterMs: fc.nat(10 * MINUTE),
        what: fc.constantFrom('hear', 'hear', 'lose', 'reset'),
      }),
      { maxLength: 80 },
    )
    fc.assert(
      fc.property(events, (history) => {
        const one = new Bench({ a: { damping }, b: { damping }, c: {} })
        const other = new Bench({ a: {}, b: {}, c: {} })
        for (const event of history) for (const bench of [one, other]) play(bench, event)
        one.now += damping.maxSuppressMs + 1
        one.says({ type: 'tick' })
        for (const prefix of [P, Q]) {
          assert.equal(one.best(prefix), other.best(prefix))
          const id = one.table.ofText(prefix)
          const held = other.router.best(other.table.ofText(prefix))
          assert.deepEqual(one.router.best(id)?.attributes, held?.attributes)
        }
        for (const peer of ['a', 'b', 'c'])
          assert.deepEqual(one.router.counts(peer), other.router.counts(peer))
        assert.equal(one.router.dueAt, Number.POSITIVE_INFINITY)
      }),
    )
  })
})

interface Played {
  readonly peer: string
  readonly prefix: string
  readonly med: number | undefined
  readonly afterMs: number
  readonly what: string
}

const play = (bench: Bench, { peer, prefix, med, afterMs, what }: Played): void => {
  bench.now += afterMs
  if (bench.router.dueAt <= bench.now) bench.says({ type: 'tick' })
  if (what === 'hear') bench.hear(peer, [prefix], med === undefined ? {} : { med })
  else if (what === 'lose') bench.lose(peer, prefix)
  else {
    bench.step({ type: 'down', peer })
    bench.step({ type: 'up', peer, routerId: `10.0.0.${peer.charCodeAt(0)}` })
  }
}

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Impairment, NO_IMPAIRMENT } from '../../src/model/impairment.ts'
import { type Happened, injectionHorizon, reversionHorizon } from '../../src/run/horizon.ts'
import { Watch } from '../../src/run/watch.ts'
import { lab } from '../faults/lab.ts'

const CUT: Impairment = { ...NO_IMPAIRMENT, linksDown: new Set(['r1--r2']) }
const CRASH: Impairment = { ...NO_IMPAIRMENT, nodesDown: new Set(['r2']) }

const happened = (watch: Watch, rest: Partial<Happened> = {}): Happened => ({
  topology: lab,
  watch,
  adjacent: ['r1', 'r2'],
  before: NO_IMPAIRMENT,
  after: CUT,
  at: 1_000,
  silentForMs: 9_000,
  ...rest,
})

/** Peers of r1 and r2 over their link, for both families. */
const SIDES = [
  ['r1', '10.0.1.2'],
  ['r1', 'fd01:1::2'],
  ['r2', '10.0.1.1'],
  ['r2', 'fd01:1::1'],
] as const

const tell = (
  watch: Watch,
  at: number,
  up: boolean,
  sides: readonly (readonly string[])[] = SIDES,
) => {
  for (const [node = '', peer = ''] of sides)
    watch.seen({ type: 'session-changed', at, node, peer, up, reason: '' })
}

describe('after an injection', () => {
  test('the horizon is the silence of the fault and a margin', () =>
    assert.equal(injectionHorizon(happened(new Watch(0)))(), 11_000))

  test('it ends when every adjacent side has noticed, and not before', () => {
    const watch = new Watch(0)
    const horizon = injectionHorizon(happened(watch))
    tell(watch, 1_500, false, SIDES.slice(0, 3))
    assert.equal(horizon(), 11_000)
    tell(watch, 1_600, false, SIDES.slice(3))
    assert.equal(horizon(), 1_000)
  })

  test('what was noticed before does not count', () => {
    const watch = new Watch(0)
    tell(watch, 500, false)
    assert.equal(injectionHorizon(happened(watch))(), 11_000)
  })

  test('a node that is down notices nothing, so only its neighbours are waited for', () => {
    const watch = new Watch(0)
    const horizon = injectionHorizon(happened(watch, { after: CRASH, adjacent: ['r1', 'r2'] }))
    tell(watch, 1_500, false, SIDES.slice(0, 2))
    assert.equal(horizon(), 1_000)
  })

  test('who has not heard the last words of a crash has a hold timer left', () => {
    const watch = new Watch(0)
    const crash = { after: CRASH, silentForMs: 0 }
    const horizon = injectionHorizon(happened(watch, crash))
    assert.equal(horizon(), 1_000 + 9_000 + 1_000)
    tell(watch, 1_001, false, SIDES.slice(0, 2))
    assert.equal(horizon(), 1_000)
  })

  test('a session that went although nothing keeps it down is given a connect retry', () => {
    const watch = new Watch(0)
    const horizon = injectionHorizon(happened(watch, { after: NO_IMPAIRMENT, silentForMs: 0 }))
    tell(watch, 1_100, false)
    assert.equal(horizon(), 1_000 + 5_000 + 1_000)
    tell(watch, 1_900, true)
    assert.equal(horizon(), 2_000)
  })

  test('logs may name the peer in place of its address', () => {
    const watch = new Watch(0)
    const horizon = injectionHorizon(happened(watch))
    tell(watch, 1_500, false, [
      ['r1', 'r2'],
      ['r2', 'r1'],
    ])
    assert.equal(horizon(), 1_000)
  })
})

describe('after a reversion', () => {
  const reverted = (watch: Watch) =>
    reversionHorizon(
      happened(watch, { before: CUT, after: NO_IMPAIRMENT, at: 30_000, silentForMs: 9_000 }),
      1_000,
    )

  test('where nobody had noticed, a hold timer may still fire', () =>
    assert.equal(reverted(new Watch(0))(), 40_000))

  test('a session that has been down for long can be as long in coming back', () => {
    const watch = new Watch(0)
    tell(watch, 1_500, false)
    assert.equal(reverted(watch)(), 30_000 + 28_500 + 1_000)
  })

  test('sessions that went are waited for, and no longer when they are back', () => {
    const watch = new Watch(0)
    tell(watch, 29_500, false)
    const horizon = reverted(watch)
    assert.equal(horizon(), 40_000)
    tell(watch, 31_000, true)
    assert.equal(horizon(), 30_000)
  })

  test('a session that another fault keeps down is not waited for', () => {
    const watch = new Watch(0)
    tell(watch, 1_500, false)
    const two: Impairment = { ...NO_IMPAIRMENT, linksDown: new Set(['r1--r2', 'r2--r3']) }
    const other = { ...NO_IMPAIRMENT, linksDown: new Set(['r2--r3']) }
    const horizon = reversionHorizon(
      happened(watch, { before: two, after: other, at: 30_000 }),
      1_000,
    )
    tell(watch, 1_500, false, [['r2', '10.0.2.2']])
    tell(watch, 31_000, true)
    assert.equal(horizon(), 30_000)
  })
})

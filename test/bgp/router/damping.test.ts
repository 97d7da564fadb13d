import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Damper } from '../../../src/bgp/router/damper.ts'
import {
  CHANGE,
  ceilingOf,
  type Damping,
  decayed,
  reuseAfterMs,
  WITHDRAWAL,
} from '../../../src/bgp/router/damping.ts'

const MINUTE = 60_000
const CISCO: Damping = {
  halfLifeMs: 15 * MINUTE,
  reuse: 750,
  suppress: 2000,
  maxSuppressMs: 60 * MINUTE,
}
const PREFIX = 7

const dampings = fc
  .record({
    halfLifeMs: fc.integer({ min: 1000, max: 45 * MINUTE }),
    reuse: fc.integer({ min: 1, max: 20_000 }),
    over: fc.integer({ min: 0, max: 20_000 }),
    halves: fc.double({ min: 0.1, max: 8, noNaN: true }),
  })
  .map(({ halfLifeMs, reuse, over, halves }) => ({
    halfLifeMs,
    reuse,
    suppress: reuse + over,
    maxSuppressMs: halfLifeMs * halves,
  }))

const flaps = fc.array(
  fc.record({
    afterMs: fc.integer({ min: 0, max: 30 * MINUTE }),
    what: fc.constantFrom('withdrawn', 'changed'),
  }),
  { minLength: 1, maxLength: 60 },
)

describe('the figure of merit', () => {
  test('halves in a half-life, whatever the steps', () => {
    assert.equal(decayed(1000, CISCO.halfLifeMs, CISCO), 500)
    fc.assert(
      fc.property(dampings, fc.nat(10_000_000), fc.nat(10_000_000), (damping, a, b) => {
        const whole = decayed(1000, a + b, damping)
        const parts = decayed(decayed(1000, a, damping), b, damping)
        assert.ok(Math.abs(whole - parts) <= 1e-9 * 1000)
        assert.ok(
          Math.abs(whole - 1000 * Math.exp((-Math.LN2 * (a + b)) / damping.halfLifeMs)) < 1e-6,
        )
      }),
    )
  })

  test('falls to the reuse threshold when it was computed to', () => {
    fc.assert(
      fc.property(dampings, fc.double({ min: 1, max: 100, noNaN: true }), (damping, times) => {
        const penalty = damping.reuse * times
        const rest = decayed(penalty, reuseAfterMs(penalty, damping), damping)
        assert.ok(Math.abs(rest / damping.reuse - 1) < 1e-9)
      }),
    )
  })

  test('from the ceiling that takes the longest time of suppression', () => {
    assert.equal(ceilingOf(CISCO), 12_000)
    fc.assert(
      fc.property(dampings, (damping) => {
        const longest = reuseAfterMs(ceilingOf(damping), damping)
        assert.ok(Math.abs(longest - damping.maxSuppressMs) < 1)
      }),
    )
  })
})

describe('a damper', () => {
  test('suppresses at the threshold, not before, and releases at the computed time', () => {
    const damper = new Damper(CISCO)
    damper.withdrawn(PREFIX, 0)
    damper.changed(PREFIX, 0)
    assert.equal(damper.isSuppressed(PREFIX), false)
    assert.equal(damper.dueAt, Number.POSITIVE_INFINITY)
    damper.changed(PREFIX, 0)
    assert.equal(damper.isSuppressed(PREFIX), true)
    const dueAt = CISCO.halfLifeMs * Math.log2((WITHDRAWAL + 2 * CHANGE) / CISCO.reuse)
    assert.equal(damper.dueAt, dueAt)
    assert.deepEqual(damper.release(dueAt - 1), [])
    assert.deepEqual(damper.release(dueAt), [PREFIX])
    assert.equal(damper.isSuppressed(PREFIX), false)
  })

  test('counts in steps as FRR does: a lab of FRR 10.3, to the half second', () => {
    const damper = new Damper({
      halfLifeMs: MINUTE,
      reuse: 1000,
      suppress: 2000,
      maxSuppressMs: 4 * MINUTE,
      steps: { decayMs: 5_000, reuseMs: 10_000 },
    })
    const ticks = (fromMs: number, toMs: number) => {
      for (let at = fromMs; at <= toMs; at += 10_000) if (damper.release(at).length > 0) return at
      return undefined
    }
    const flap = (withdrawnMs: number, announcedMs: number) => {
      damper.withdrawn(PREFIX, withdrawnMs)
      damper.announced(PREFIX, announcedMs)
    }
    flap(3_100, 5_300)
    flap(7_600, 10_100)
    assert.equal(damper.flaps(PREFIX, 10_100)?.penalty, 2000)
    assert.equal(ticks(10_000, 200_000), 90_000)
    flap(90_750, 92_960)
    flap(95_120, 97_380)
    flap(99_500, 101_640)
    assert.equal(damper.flaps(PREFIX, 103_000)?.penalty, 3840)
    assert.equal(ticks(100_000, 400_000), 230_000)
  })

  test('in steps nothing is suppressed for more than two looks too long', () => {
    const steps = { decayMs: 5_000, reuseMs: 10_000 }
    const minutes = dampings.filter(({ halfLifeMs, reuse }) => halfLifeMs >= MINUTE && reuse >= 100)
    fc.assert(
      fc.property(minutes, flaps, (damping, history) => {
        const damper = new Damper({ ...damping, steps })
        let now = 0
        for (const { afterMs, what } of history) {
          now += afterMs
          damper.release(now)
          damper[what as 'withdrawn' | 'changed'](PREFIX, now)
        }
        const latest = now + damping.maxSuppressMs + 2 * steps.reuseMs
        for (let at = damper.dueAt; at <= latest; at = damper.dueAt) damper.release(at)
        assert.equal(damper.isSuppressed(PREFIX), false)
        assert.equal(damper.dueAt, Number.POSITIVE_INFINITY)
      }),
    )
  })

  test('a flap more puts the release off', () => {
    const damper = new Damper(CISCO)
    for (let i = 0; i < 2; i++) damper.withdrawn(PREFIX, 0)
    const first = damper.dueAt
    damper.withdrawn(PREFIX, MINUTE)
    assert.deepEqual(damper.release(first), [])
    assert.ok(damper.dueAt > first)
    assert.deepEqual(damper.release(damper.dueAt), [PREFIX])
  })

  test('forgets what is below half of the reuse threshold, and keeps the rest', () => {
    const damper = new Damper(CISCO)
    damper.withdrawn(PREFIX, 0)
    damper.announced(PREFIX, CISCO.halfLifeMs)
    assert.equal(damper.flaps(PREFIX, CISCO.halfLifeMs)?.penalty, WITHDRAWAL / 2)
    damper.announced(PREFIX, 2 * CISCO.halfLifeMs)
    assert.equal(damper.flaps(PREFIX, 2 * CISCO.halfLifeMs), undefined)
  })

  test('never counts above the ceiling, nor suppresses below the threshold or for too long', () => {
    fc.assert(
      fc.property(dampings, flaps, (damping, history) => {
        const damper = new Damper(damping)
        let penalty = 0
        let suppressedUntil = Number.NEGATIVE_INFINITY
        let now = 0
        for (const { afterMs, what } of history) {
          now += afterMs
          damper.release(now)
          damper[what as 'withdrawn' | 'changed'](PREFIX, now)
          penalty = decayed(penalty, afterMs, damping) + (what === 'changed' ? CHANGE : WITHDRAWAL)
          penalty = Math.min(penalty, ceilingOf(damping))
          const counted = damper.flaps(PREFIX, now)
          assert.ok(Math.abs((counted?.penalty ?? 0) - penalty) < 1e-6 * penalty)
          if (penalty >= damping.suppress * (1 + 1e-9) || suppressedUntil > now)
            suppressedUntil = now + reuseAfterMs(penalty, damping)
          if (suppressedUntil > now + 1) assert.ok(damper.isSuppressed(PREFIX))
          if (penalty < damping.suppress * (1 - 1e-9) && suppressedUntil < now)
            assert.ok(!damper.isSuppressed(PREFIX))
          assert.ok((counted?.reuseAt ?? 0) <= now + damping.maxSuppressMs + 1)
        }
        damper.release(now + damping.maxSuppressMs + 1)
        assert.equal(damper.isSuppressed(PREFIX), false)
        assert.equal(damper.dueAt, Number.POSITIVE_INFINITY)
      }),
    )
  })
})

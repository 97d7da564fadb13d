/** Timers (RFC 4271 sections 4.2, 8 and 10, RFC 9687): when they run, and what they are set to. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDouble, LOST, type Overrides, openOf } from './machine-double.ts'

const establish = (overrides: Overrides, holdTimeS: number) => {
  const double = createDouble(overrides)
  double.handle({ type: 'start' })
  const connection = double.connection()
  double.handle({ type: 'connected', connection })
  double.message(connection, openOf({ holdTimeS }))
  assert.match(double.message(connection, { type: 'keepalive' }), /^Established/)
  return { double, connection, machine: double.machine }
}

test('the smaller hold time is used, and a third of it for keepalives', () => {
  for (const [ours, theirs, used] of [
    [90, 30, 30],
    [9, 180, 9],
    [3, 3, 3],
  ] as const) {
    const { double, machine } = establish({ local: { holdTimeS: ours } }, theirs)
    assert.equal(machine.nextDeadlineMs - double.nowMs, (used * 1000) / 3)
    const down = []
    const from = double.nowMs
    while (down.length === 0) if (double.elapse().startsWith('Idle')) down.push(double.nowMs)
    assert.deepEqual(down, [from + used * 1000])
    assert.match(double.said(), /NOTIFICATION 4\/0/)
  }
})

test('a configured keepalive is used as long as it is not above a third of the hold time', () => {
  for (const [keepaliveMs, used] of [
    [1000, 1000],
    [60_000, 3000],
  ] as const) {
    const { double, machine } = establish({ timers: { keepaliveMs } }, 9)
    assert.equal(machine.nextDeadlineMs - double.nowMs, used)
  }
})

test('a hold time of 0 on either side runs no timer at all', () => {
  assert.equal(establish({}, 0).machine.nextDeadlineMs, Number.POSITIVE_INFINITY)
  const zero = establish({ local: { holdTimeS: 0 } }, 90)
  assert.equal(zero.machine.nextDeadlineMs, Number.POSITIVE_INFINITY)
})

test('what the driver received and sent itself moves the hold timers', () => {
  const { double, connection, machine } = establish({ timers: { sendHoldMs: 20_000 } }, 9)
  for (let i = 0; i < 6; i++) {
    double.elapse()
    machine.received(connection, double.nowMs)
  }
  assert.equal(machine.state, 'Established')
  const from = double.nowMs
  while (machine.state === 'Established') {
    machine.received(connection, double.nowMs)
    double.elapse()
  }
  // RFC 9687: we hear the peer, but it takes nothing.
  assert.match(double.said(), /NOTIFICATION 8\/0/)
  assert.ok(double.nowMs - from <= 20_000)
  const other = establish({ timers: { sendHoldMs: 20_000 } }, 9)
  for (let i = 0; i < 50; i++) {
    other.machine.received(other.connection, other.double.nowMs)
    other.machine.sent(other.connection, other.double.nowMs)
    other.double.elapse()
  }
  assert.equal(other.machine.state, 'Established')
})

test('the send hold time is 8 minutes, or twice a longer hold time', () => {
  for (const [holdTimeS, expectedMs] of [
    [9, 480_000],
    [600, 1_200_000],
  ] as const) {
    const { double, connection, machine } = establish({ local: { holdTimeS } }, holdTimeS)
    const from = double.nowMs
    while (machine.state === 'Established') {
      machine.received(connection, double.nowMs)
      double.elapse()
    }
    assert.equal(double.nowMs - from, expectedMs)
  }
})

test('an OPEN is waited for during 4 minutes', () => {
  const double = createDouble()
  double.handle({ type: 'start' })
  double.handle({ type: 'connected', connection: double.connection() })
  assert.equal(double.machine.nextDeadlineMs - double.nowMs, 240_000)
})

test('ConnectRetry and Keepalive are spread between three quarters and the whole', () => {
  for (const [random, factor] of [
    [0, 0.75],
    [0.5, 0.875],
  ] as const) {
    const double = createDouble({ random: () => random })
    double.handle({ type: 'start' })
    assert.equal(double.machine.nextDeadlineMs - double.nowMs, 120_000 * factor)
    const established = establish({ random: () => random }, 9)
    assert.equal(established.machine.nextDeadlineMs - established.double.nowMs, 3000 * factor)
  }
})

test('Idle is left after the idle hold time, doubled with each failure, forgotten after a long session', () => {
  const double = createDouble({ timers: { idleHoldMs: 1000, idleHoldMaxMs: 8000 } })
  double.handle({ type: 'start' })
  const rests: number[] = []
  const fail = (connection: number, establishedForMs: number | undefined) => {
    double.handle({ type: 'connected', connection })
    double.message(connection, openOf({ holdTimeS: 0 }))
    if (establishedForMs !== undefined) double.message(connection, { type: 'keepalive' })
    double.nowMs += establishedForMs ?? 0
    assert.match(double.handle({ type: 'disconnected', connection, ending: LOST }), /^Idle/)
    rests.push(double.machine.nextDeadlineMs - double.nowMs)
    assert.equal(double.elapse(), 'Connect: connect')
  }
  for (let i = 0; i < 6; i++) fail(double.connection(), i === 2 ? 10 : undefined)
  fail(double.connection(), 9000)
  fail(double.connection(), undefined)
  assert.deepEqual(rests, [1000, 2000, 4000, 8000, 8000, 8000, 1000, 2000])
})

test('the rest after what we ended ourselves can be another one', () => {
  const timers = { idleHoldMs: 2000, idleHoldMaxMs: 2000, idleHoldByUsMs: 1000 }
  const lost = establish({ timers }, 9)
  lost.double.handle({ type: 'disconnected', connection: lost.connection, ending: LOST })
  assert.equal(lost.machine.nextDeadlineMs - lost.double.nowMs, 2000)
  const expired = establish({ timers }, 9)
  while (expired.machine.state === 'Established') expired.double.elapse()
  assert.equal(expired.machine.nextDeadlineMs - expired.double.nowMs, 1000)
})

test('without restarts a failure is the end; a stop leaves no timer', () => {
  const once = createDouble({ restarts: false })
  once.handle({ type: 'start' })
  const connection = once.connection()
  once.handle({ type: 'connected', connection })
  assert.match(once.message(connection, { type: 'keepalive' }), /^Idle/)
  assert.equal(once.machine.nextDeadlineMs, Number.POSITIVE_INFINITY)

  const stopped = createDouble()
  stopped.handle({ type: 'start' })
  stopped.handle({ type: 'stop' })
  assert.equal(stopped.machine.nextDeadlineMs, Number.POSITIVE_INFINITY)
  assert.equal(stopped.handle({ type: 'start' }), 'Connect: connect')
})

test('times of 0 do not keep the machine busy', () => {
  const timers = { connectRetryMs: 0, idleHoldMs: 0, idleHoldMaxMs: 0, keepaliveMs: 0 }
  const double = createDouble({ timers })
  double.handle({ type: 'start' })
  for (let i = 0; i < 5; i++) assert.equal(double.elapse(), 'Connect: failed close connect')
  double.handle({ type: 'connected', connection: double.connection() })
})

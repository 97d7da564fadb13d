/** Two connections of one peer (RFC 4271 section 6.8, RFC 6286). The names say who initiated. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeCapabilities } from '../../../src/bgp/capabilities.ts'
import { createDouble, type Overrides, openOf, words } from './machine-double.ts'

/** Both connections in OpenSent: ours and the peer's. */
const both = (overrides?: Overrides) => {
  const double = createDouble(overrides)
  double.handle({ type: 'start' })
  const ours = double.connection()
  double.handle({ type: 'connected', connection: ours })
  const theirs = double.accept()
  assert.deepEqual(words(double.last), ['OPEN'])
  return { double, ours, theirs }
}

const OURS_SURVIVES = openOf({ routerId: '10.0.0.4' })
const THEIRS_SURVIVES = openOf({ routerId: '10.0.0.6' })

test('the connection of the speaker with the higher identifier survives, in whichever order the OPENs come', () => {
  for (const [open, survivor, order] of [
    [OURS_SURVIVES, 'ours', ['ours', 'theirs']],
    [OURS_SURVIVES, 'ours', ['theirs', 'ours']],
    [THEIRS_SURVIVES, 'theirs', ['ours', 'theirs']],
    [THEIRS_SURVIVES, 'theirs', ['theirs', 'ours']],
  ] as const) {
    const ids = both()
    const { double } = ids
    assert.equal(double.message(ids[order[0]], open), 'OpenConfirm: KEEPALIVE')
    const said = double.message(ids[order[1]], open)
    const closed = double.last.flatMap((o) => (o.type === 'close' ? [o.connection] : []))
    assert.deepEqual(closed, [survivor === 'ours' ? ids.theirs : ids.ours])
    assert.match(said, /^OpenConfirm: .*NOTIFICATION 6\/7 close failed/)
    assert.match(double.message(ids[survivor], { type: 'keepalive' }), /^Established: established/)
  }
})

test('equal identifiers of two ASes: the higher AS number decides', () => {
  for (const [asn, survivor] of [
    [64499, 'ours'],
    [64501, 'theirs'],
  ] as const) {
    const ids = both()
    ids.double.message(ids.ours, openOf({ asn, routerId: '10.0.0.5' }))
    ids.double.message(ids.theirs, openOf({ asn, routerId: '10.0.0.5' }))
    const [closed] = ids.double.last.flatMap((o) => (o.type === 'close' ? [o.connection] : []))
    assert.equal(closed, survivor === 'ours' ? ids.theirs : ids.ours)
  }
})

test('an Established session is not given up for a new connection', () => {
  const { double, ours, theirs } = both()
  double.message(theirs, OURS_SURVIVES)
  double.message(theirs, { type: 'keepalive' })
  assert.equal(double.message(ours, OURS_SURVIVES), 'Established: NOTIFICATION 6/7 close failed')
  const third = double.accept()
  assert.equal(double.message(third, OURS_SURVIVES), 'Established: NOTIFICATION 6/7 close failed')
})

test('with graceful restart a new connection replaces the Established one, and the routes may stay', () => {
  const gracefulRestart = { restarting: false, notification: true, timeS: 60, families: [] }
  const capabilities = encodeCapabilities({ gracefulRestart, fourOctetAs: 64501 })
  const { double, theirs } = both({ local: { capabilities: { gracefulRestart } } })
  double.message(theirs, openOf({ capabilities, routerId: '10.0.0.6' }))
  double.message(theirs, { type: 'keepalive' })
  double.accept()
  assert.deepEqual(words(double.last), ['close', 'down', 'OPEN'])
  assert.ok(double.last.some((output) => output.type === 'down' && output.keepRoutes))
  assert.equal(double.machine.state, 'OpenSent')
})

test('routes stay after a NOTIFICATION only where both sides said so (RFC 8538)', () => {
  const restart = (notification: boolean) => ({
    restarting: false,
    notification,
    timeS: 60,
    families: [],
  })
  for (const [ours, theirs] of [
    [true, true],
    [true, false],
    [false, true],
  ] as const) {
    const double = createDouble({ local: { capabilities: { gracefulRestart: restart(ours) } } })
    double.handle({ type: 'start' })
    const connection = double.accept()
    const capabilities = encodeCapabilities({
      gracefulRestart: restart(theirs),
      fourOctetAs: 64501,
    })
    double.message(connection, openOf({ capabilities }))
    double.message(connection, { type: 'keepalive' })
    double.message(connection, {
      type: 'notification',
      code: 6,
      subcode: 4,
      data: new Uint8Array(0),
    })
    const down = double.last.find((output) => output.type === 'down')
    assert.equal(down?.type === 'down' && down.keepRoutes, ours && theirs)
  }
})

test('an attempt of ours that is not connected ends when the connection of the peer is Established', () => {
  const double = createDouble()
  double.handle({ type: 'start' })
  const ours = double.connection()
  const theirs = double.accept()
  double.message(theirs, openOf())
  double.message(theirs, { type: 'keepalive' })
  assert.ok(double.last.some((output) => output.type === 'close' && output.connection === ours))
  assert.equal(double.machine.state, 'Established')
})

test('of two connections that the peer opens the newer one counts', () => {
  const double = createDouble({ connects: false })
  double.handle({ type: 'start' })
  const first = double.accept()
  const second = double.accept()
  assert.deepEqual(words(double.last), ['NOTIFICATION 6/7', 'close', 'failed', 'OPEN'])
  double.message(second, openOf())
  const third = double.accept()
  assert.equal(
    double.message(third, openOf()),
    'OpenConfirm: NOTIFICATION 6/7 close failed KEEPALIVE',
  )
  assert.notEqual(first, third)
})

test('an accepted connection is refused while we rest, are stopped, or only connect', () => {
  const stopped = createDouble()
  stopped.accept()
  assert.deepEqual(words(stopped.last), ['close'])
  const connecting = createDouble({ accepts: false })
  connecting.handle({ type: 'start' })
  connecting.accept()
  assert.deepEqual(words(connecting.last), ['close'])
  const resting = createDouble()
  resting.handle({ type: 'start' })
  const connection = resting.connection()
  resting.handle({ type: 'connected', connection })
  resting.message(connection, { type: 'keepalive' })
  resting.accept()
  assert.deepEqual(words(resting.last), ['close'])
})

/** What a session says last is a NOTIFICATION, whatever its caller hands over as one. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CEASE, cease } from '../../../src/bgp/session/notifications.ts'
import { WireError } from '../../../src/lib/errors.ts'
import { createDouble, openOf } from './machine-double.ts'

const STATES = ['OpenSent', 'OpenConfirm', 'Established'] as const

const doubleIn = (state: (typeof STATES)[number]) => {
  const double = createDouble()
  double.handle({ type: 'start' })
  const connection = double.connection()
  double.handle({ type: 'connected', connection })
  if (state !== 'OpenSent') double.message(connection, openOf())
  if (state === 'Established') double.message(connection, { type: 'keepalive' })
  assert.equal(double.machine.state, state)
  return { double, connection }
}

/** As the type of a caller allows it: an object with more in it than is asked for. */
const DISGUISED = { ...cease(CEASE.administrativeReset), type: 'keepalive' }

test('a type that the caller gives the notification of a stop is not taken over', () => {
  for (const state of STATES) {
    const { double } = doubleIn(state)
    const said = double.handle({ type: 'stop', notification: DISGUISED })
    assert.match(said, /^Idle: NOTIFICATION 6\/4 close (failed|down)$/, state)
  }
})

test('nor is one that an error brings', () => {
  for (const state of STATES) {
    const { double, connection } = doubleIn(state)
    const error = new WireError('nonsense', {
      offset: 0,
      section: 'RFC 4271 6.1',
      notification: DISGUISED,
    })
    const said = double.handle({ type: 'malformed', connection, error })
    assert.match(said, /^Idle: NOTIFICATION 6\/4 close (failed|down)$/, state)
  }
})

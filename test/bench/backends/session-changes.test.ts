import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { reasonClass } from '../../../bench/backends/reason-class.ts'
import { sessionChanges } from '../../../bench/backends/session-changes.ts'
import type { Observation } from '../../../src/model/observation.ts'
import { triangle } from '../../measure/journal.ts'

const [
  {
    ends: [a, b],
  },
] = triangle.sessions as [(typeof triangle.sessions)[number]]

const down = (at: number, reason: string): Observation => ({
  type: 'session-changed',
  at,
  node: a.node,
  peer: b.address,
  up: false,
  reason,
})

const up = (at: number): Observation => ({ ...down(at, ''), up: true }) as Observation

const told = (at: number, code: number, subcode: number): Observation => ({
  type: 'notification-received',
  at,
  node: a.node,
  from: b.address,
  code,
  subcode,
})

const names = (observations: readonly Observation[]) =>
  sessionChanges(triangle, observations).map(({ name }) => name.replace(/ (on|session) a--b/, ''))

describe('session changes', () => {
  it('are told by what the neighbour said, where it said something', () => {
    assert.deepEqual(names([told(1, 6, 4), down(2, 'BGP Notification received')]), [
      'a: NOTIFICATION, Cease/Administrative Reset',
      'a: down, told Cease/Administrative Reset',
    ])
  })

  it('name the NOTIFICATION as their cause', () => {
    const [notification, change] = sessionChanges(triangle, [told(1, 4, 0), down(2, '')])
    assert.deepEqual(change?.causes, [notification?.name])
  })

  it('count the first NOTIFICATION of a connection, which ends it', () => {
    assert.equal(
      names([told(1, 6, 3), told(2, 6, 2), down(3, '')]).at(-1),
      'a: down, told Cease/Peer De-configured',
    )
  })

  it('leave out what concerns a session that is not up', () => {
    const all = [down(1, 'Hold Timer Expired'), told(2, 6, 7), down(3, 'again'), up(4)]
    assert.deepEqual(names(all), ['a: down, hold timer', 'a: up'])
  })

  it('do not hold an earlier NOTIFICATION against a later session', () => {
    const all = [told(1, 6, 4), down(2, ''), up(3), down(4, 'Peer closed the session')]
    assert.equal(names(all).at(-1), 'a: down, connection lost')
  })
})

describe('the class of a reason', () => {
  it('is the same for the words of FRR and of the simulator', () => {
    assert.equal(reasonClass('Peer closed the session'), 'connection lost')
    assert.equal(reasonClass('the peer closed the connection'), 'connection lost')
    assert.equal(reasonClass('User reset'), reasonClass('reset by the administrator'))
    assert.equal(reasonClass('interface eth1 went down'), reasonClass('Waiting for peer OPEN'))
    assert.equal(reasonClass('the daemon ends'), reasonClass('Neighbor deleted'))
  })

  it('is the text itself where nobody knows better', () => {
    assert.equal(reasonClass('it rained'), 'it rained')
    assert.equal(reasonClass(''), 'no reason given')
  })
})

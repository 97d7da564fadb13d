/** Every event in every state, against the table of RFC 4271 section 8.2.2. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ConnectionId, SessionState } from '../../../src/bgp/session/types.ts'
import {
  createDouble,
  type Double,
  LOST,
  type Overrides,
  openOf,
  wireErrorOf,
} from './machine-double.ts'

interface At {
  readonly double: Double
  readonly connection: ConnectionId
}

/** The way to each state. */
const connect = (overrides?: Overrides): At => {
  const double = createDouble(overrides)
  double.handle({ type: 'start' })
  return { double, connection: double.connection() }
}

const connected = (at: At): At => {
  at.double.handle({ type: 'connected', connection: at.connection })
  return at
}

const confirm = (at: At): At => {
  at.double.message(at.connection, openOf())
  return at
}

const establish = (at: At): At => {
  at.double.message(at.connection, { type: 'keepalive' })
  return at
}

const accepted = (overrides?: Overrides): At => {
  const double = createDouble({ connects: false, ...overrides })
  double.handle({ type: 'start' })
  return { double, connection: double.accept() }
}

const DELAY = { timers: { delayOpenMs: 5000 } }

const WAYS: Record<string, { state: SessionState; go: () => At }> = {
  Idle: { state: 'Idle', go: () => ({ double: createDouble(), connection: 1 }) },
  Connect: { state: 'Connect', go: () => connect() },
  'Connect with DelayOpenTimer': { state: 'Connect', go: () => connected(connect(DELAY)) },
  'Active, passive': {
    state: 'Active',
    go: () => {
      const { double } = connect({ connects: false })
      return { double, connection: 99 }
    },
  },
  'Active with DelayOpenTimer': { state: 'Active', go: () => accepted(DELAY) },
  OpenSent: { state: 'OpenSent', go: () => connected(connect()) },
  'OpenSent, accepted': { state: 'OpenSent', go: () => accepted() },
  OpenConfirm: { state: 'OpenConfirm', go: () => confirm(connected(connect())) },
  Established: { state: 'Established', go: () => establish(confirm(connected(connect()))) },
}

const EVENTS: Record<string, (at: At) => string> = {
  start: ({ double }) => double.handle({ type: 'start' }),
  stop: ({ double }) => double.handle({ type: 'stop' }),
  'first timer': ({ double }) => double.elapse(),
  disconnected: ({ double, connection }) =>
    double.handle({ type: 'disconnected', connection, ending: LOST }),
  open: ({ double, connection }) => double.message(connection, openOf()),
  'open of a wrong AS': ({ double, connection }) =>
    double.message(connection, openOf({ asn: 0x1_0001 })),
  'header error': ({ double, connection }) =>
    double.handle({ type: 'malformed', connection, error: wireErrorOf(1, 1) }),
  'open error': ({ double, connection }) =>
    double.handle({ type: 'malformed', connection, error: wireErrorOf(2, 1) }),
  'update error': ({ double, connection }) =>
    double.handle({ type: 'malformed', connection, error: wireErrorOf(3, 1) }),
  'malformed notification': ({ double, connection }) =>
    double.handle({ type: 'malformed', connection, error: wireErrorOf(0, 0) }),
  notification: ({ double, connection }) =>
    double.message(connection, {
      type: 'notification',
      code: 6,
      subcode: 4,
      data: new Uint8Array(0),
    }),
  keepalive: ({ double, connection }) => double.message(connection, { type: 'keepalive' }),
  update: ({ double, connection }) =>
    double.message(connection, {
      type: 'update',
      withdrawn: ['198.18.0.0/24'],
      announced: [],
      attributes: {},
      outcome: 'ok',
      problems: [],
    }),
  refresh: ({ double, connection }) =>
    double.message(connection, { type: 'route-refresh', afi: 1, subtype: 0, safi: 1 }),
}

/** What is expected of all events of a state that have no line of their own. */
const TABLE: Record<string, Record<string, string> & { otherwise: string }> = {
  Idle: { start: 'Connect: connect', 'first timer': 'Idle:', otherwise: 'Idle:' },
  Connect: {
    start: 'Connect:',
    stop: 'Idle: close failed',
    'first timer': 'Connect: failed close connect', // ConnectRetry
    disconnected: 'Active: failed close',
    notification: 'Idle: close failed',
    'header error': 'Idle: NOTIFICATION 1/1 close failed',
    'open error': 'Idle: NOTIFICATION 2/1 close failed',
    'update error': 'Idle: NOTIFICATION 3/1 close failed',
    'malformed notification': 'Idle: close failed',
    otherwise: 'Idle: NOTIFICATION 5/0 close failed',
  },
  'Connect with DelayOpenTimer': {
    start: 'Connect:',
    stop: 'Idle: close failed',
    'first timer': 'OpenSent: OPEN', // DelayOpen
    disconnected: 'Active: failed close',
    open: 'OpenConfirm: OPEN KEEPALIVE', // event 20
    'open of a wrong AS': 'Idle: NOTIFICATION 2/2 close failed',
    notification: 'Idle: close failed',
    'header error': 'Idle: NOTIFICATION 1/1 close failed',
    'open error': 'Idle: NOTIFICATION 2/1 close failed',
    'update error': 'Idle: NOTIFICATION 3/1 close failed',
    'malformed notification': 'Idle: close failed',
    otherwise: 'Idle: NOTIFICATION 5/0 close failed',
  },
  'Active, passive': { stop: 'Idle:', otherwise: 'Active:' },
  'Active with DelayOpenTimer': {
    start: 'Active:',
    stop: 'Idle: close failed',
    'first timer': 'OpenSent: OPEN',
    // The connection is gone; the peer goes on being waited for.
    disconnected: 'Active: close failed',
    open: 'OpenConfirm: OPEN KEEPALIVE',
    'open of a wrong AS': 'Active: NOTIFICATION 2/2 close failed',
    notification: 'Active: close failed',
    'header error': 'Active: NOTIFICATION 1/1 close failed',
    'open error': 'Active: NOTIFICATION 2/1 close failed',
    'update error': 'Active: NOTIFICATION 3/1 close failed',
    'malformed notification': 'Active: close failed',
    otherwise: 'Active: NOTIFICATION 5/0 close failed',
  },
  OpenSent: {
    start: 'OpenSent:',
    stop: 'Idle: NOTIFICATION 6/2 close failed',
    'first timer': 'Idle: NOTIFICATION 4/0 close failed', // Hold, 4 minutes
    disconnected: 'Active: failed close',
    open: 'OpenConfirm: KEEPALIVE',
    'open of a wrong AS': 'Idle: NOTIFICATION 2/2 close failed',
    notification: 'Idle: close failed',
    'header error': 'Idle: NOTIFICATION 1/1 close failed',
    'open error': 'Idle: NOTIFICATION 2/1 close failed',
    'update error': 'Idle: NOTIFICATION 3/1 close failed',
    'malformed notification': 'Idle: close failed',
    otherwise: 'Idle: NOTIFICATION 5/1 close failed',
  },
  'OpenSent, accepted': {
    start: 'OpenSent:',
    stop: 'Idle: NOTIFICATION 6/2 close failed',
    'first timer': 'Active: NOTIFICATION 4/0 close failed',
    disconnected: 'Active: close failed',
    open: 'OpenConfirm: KEEPALIVE',
    'open of a wrong AS': 'Active: NOTIFICATION 2/2 close failed',
    notification: 'Active: close failed',
    'header error': 'Active: NOTIFICATION 1/1 close failed',
    'open error': 'Active: NOTIFICATION 2/1 close failed',
    'update error': 'Active: NOTIFICATION 3/1 close failed',
    'malformed notification': 'Active: close failed',
    otherwise: 'Active: NOTIFICATION 5/1 close failed',
  },
  OpenConfirm: {
    start: 'OpenConfirm:',
    stop: 'Idle: NOTIFICATION 6/2 close failed',
    'first timer': 'OpenConfirm: KEEPALIVE', // Keepalive, a third of the hold time
    disconnected: 'Idle: close failed',
    keepalive: 'Established: established',
    notification: 'Idle: close failed',
    'header error': 'Idle: NOTIFICATION 1/1 close failed',
    'open error': 'Idle: NOTIFICATION 2/1 close failed',
    'update error': 'Idle: NOTIFICATION 3/1 close failed',
    'malformed notification': 'Idle: close failed',
    otherwise: 'Idle: NOTIFICATION 5/2 close failed',
  },
  Established: {
    start: 'Established:',
    stop: 'Idle: NOTIFICATION 6/2 close down',
    'first timer': 'Established: KEEPALIVE',
    disconnected: 'Idle: close down',
    keepalive: 'Established:',
    update: 'Established: update',
    refresh: 'Established: refresh',
    notification: 'Idle: close down',
    'header error': 'Idle: NOTIFICATION 1/1 close down',
    'open error': 'Idle: NOTIFICATION 2/1 close down',
    'update error': 'Idle: NOTIFICATION 3/1 close down',
    'malformed notification': 'Idle: close down',
    otherwise: 'Idle: NOTIFICATION 5/3 close down',
  },
}

for (const [name, { state, go }] of Object.entries(WAYS))
  test(`${name}: every event`, () => {
    const expected = TABLE[name] as (typeof TABLE)[string]
    for (const [event, fire] of Object.entries(EVENTS)) {
      const at = go()
      assert.equal(at.double.machine.state, state)
      const peerAs = event === 'open of a wrong AS'
      const ready = peerAs ? withPeerAs(name) : at
      assert.equal(fire(ready), expected[event] ?? expected.otherwise, `${name}, ${event}`)
    }
  })

const PEER = { peerAsn: 64501 }
const PEER_WAYS: Record<string, () => At> = {
  'Connect with DelayOpenTimer': () => connected(connect({ ...DELAY, ...PEER })),
  'Active with DelayOpenTimer': () => accepted({ ...DELAY, ...PEER }),
  OpenSent: () => connected(connect(PEER)),
  'OpenSent, accepted': () => accepted(PEER),
}

const withPeerAs = (name: string): At => (PEER_WAYS[name] ?? (WAYS[name] as { go(): At }).go)()

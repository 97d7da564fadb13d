import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unicast } from '../../src/bgp/address-family.ts'
import { type Capabilities, NO_CAPABILITIES } from '../../src/bgp/capabilities.ts'
import { codecOptions, negotiate } from '../../src/bgp/negotiate.ts'
import { WireError } from '../../src/lib/errors.ts'

const speaker = (offer: Partial<Capabilities> = {}): Capabilities => ({
  ...NO_CAPABILITIES,
  ...offer,
})
const ipv4 = unicast('ipv4')
const ipv6 = unicast('ipv6')

test('two speakers of 1995 agree on IPv4, narrow AS numbers and 4096 octets', () => {
  assert.deepEqual(negotiate(speaker(), speaker()), {
    asWidth: 2,
    families: ['ipv4'],
    addPath: { send: [], receive: [] },
    extendedNextHop: false,
    maxLength: { send: 4096, receive: 4096 },
    extendedMessage: false,
    routeRefresh: false,
    enhancedRefresh: false,
  })
})

test('only what both offer holds; families are compared in our order', () => {
  const ours = speaker({ fourOctetAs: 70_000, families: [ipv6, ipv4], routeRefresh: true })
  const theirs = speaker({ fourOctetAs: 1, families: [ipv4, { afi: 25, safi: 65 }, ipv6] })
  const session = negotiate(ours, theirs)
  assert.equal(session.asWidth, 4)
  assert.deepEqual(session.families, ['ipv6', 'ipv4'])
  assert.equal(session.routeRefresh, false)
  assert.deepEqual(negotiate(ours, speaker({ families: [] })).families, ['ipv4'])
  assert.deepEqual(negotiate(speaker({ families: [ipv6] }), speaker()).families, [])
})

test('ADD-PATH has a direction: one sends, the other receives', () => {
  const ours = speaker({ addPath: [{ ...ipv4, send: true, receive: false }] })
  const theirs = speaker({ addPath: [{ ...ipv4, send: true, receive: true }] })
  const session = negotiate(ours, theirs)
  assert.deepEqual(session.addPath, { send: ['ipv4'], receive: [] })
  assert.deepEqual(codecOptions(session, 'send').addPath, ['ipv4'])
  assert.deepEqual(negotiate(theirs, ours).addPath, { send: [], receive: ['ipv4'] })
})

test('what an external peer must not send is discarded: the codec knows who the peer is', () => {
  const session = negotiate(speaker(), speaker())
  assert.equal(codecOptions(session, 'receive').peer, undefined)
  assert.equal(codecOptions({ ...session, internal: true }, 'receive').peer, 'internal')
  assert.equal(codecOptions({ ...session, internal: false }, 'receive').peer, 'external')
})

test('who offers extended messages can receive them', () => {
  const session = negotiate(speaker({ extendedMessage: true }), speaker())
  assert.deepEqual(session.maxLength, { send: 4096, receive: 65535 })
  assert.equal(session.extendedMessage, false)
})

test('roles must be each other’s opposite', () => {
  const roles = (ours: Capabilities['role'], theirs: Capabilities['role']) =>
    negotiate(
      speaker({ ...(ours && { role: ours }) }),
      speaker({ ...(theirs && { role: theirs }) }),
    )
  assert.deepEqual(roles('provider', 'customer').roles, { ours: 'provider', theirs: 'customer' })
  assert.equal(roles('provider', undefined).roles, undefined)
  assert.throws(
    () => roles('peer', 'customer'),
    (error) => error instanceof WireError && error.notification.subcode === 11,
  )
})

test('an IPv6 next hop for IPv4 needs both, and a restart the peer’s figures', () => {
  const offer = speaker({
    extendedNextHop: [{ ...ipv4, nextHopAfi: 2 }],
    gracefulRestart: { restarting: false, notification: true, timeS: 90, families: [] },
  })
  assert.equal(negotiate(offer, offer).extendedNextHop, true)
  assert.equal(negotiate(offer, speaker()).extendedNextHop, false)
  assert.equal(negotiate(offer, speaker()).gracefulRestart, undefined)
  assert.equal(negotiate(offer, offer).gracefulRestart?.timeS, 90)
})

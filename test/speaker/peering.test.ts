/** Two of our own speakers over loopback. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unicast } from '../../src/bgp/address-family.ts'
import { encodeMessage } from '../../src/bgp/message.ts'
import type { Update } from '../../src/bgp/update.ts'
import { type Listener, listen } from '../../src/speaker/listen.ts'
import { openSession } from '../../src/speaker/open-session.ts'
import { createPeer, type Peer, type PeerEvents, type PeerOptions } from '../../src/speaker/peer.ts'
import type { Session } from '../../src/speaker/session.ts'

const FAST = { connectRetryMs: 100, idleHoldMs: 50, idleHoldMaxMs: 50 }
const CAPABILITIES = { families: [unicast('ipv4'), unicast('ipv6')], routeRefresh: true }

interface Side {
  readonly peer: Peer
  readonly listener: Listener
  readonly established: Promise<Session>
  readonly updates: Update[]
  readonly sessions: Session[]
}

/** Two speakers with an address and a listener each. */
const pair = async (
  first: Partial<PeerOptions>,
  second: Partial<PeerOptions>,
  addresses: readonly [string, string] = ['127.0.3.1', '127.0.3.2'],
): Promise<[Side, Side]> => {
  const peers: Peer[] = []
  const listeners = await Promise.all(
    addresses.map((address, i) => listen({ address, port: 0, peerOf: () => peers[i] })),
  )
  const sides = [first, second].map((options, i): Side => {
    const updates: Update[] = []
    const sessions: Session[] = []
    let resolve: (session: Session) => void
    const established = new Promise<Session>((settle) => {
      resolve = settle
    })
    const events: PeerEvents = {
      established(session) {
        sessions.push(session)
        resolve(session)
      },
      update: (update) => updates.push(update),
    }
    const peer = createPeer(
      {
        remote: addresses[1 - i] as string,
        port: (listeners[1 - i] as Listener).port,
        local: addresses[i] as string,
        asn: 64500 + i,
        routerId: `10.0.0.${i + 1}`,
        holdTimeS: 9,
        capabilities: CAPABILITIES,
        timers: FAST,
        ...options,
      },
      events,
    )
    peers.push(peer)
    return { peer, listener: listeners[i] as Listener, established, updates, sessions }
  })
  return sides as [Side, Side]
}

const stop = (...sides: readonly Side[]) => {
  for (const { peer, listener } of sides) {
    peer.stop()
    listener.close()
  }
}

const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}

const UPDATE = encodeMessage({
  type: 'update',
  withdrawn: [],
  announced: ['198.18.7.0/24'],
  attributes: {
    origin: 'igp',
    asPath: [{ type: 'sequence', asns: [64500] }],
    nextHop: '127.0.3.1',
  },
})

for (const [name, first, second] of [
  ['one connects', {}, { connects: false }],
  ['the other connects', { connects: false }, {}],
  ['one connects, without listening', { accepts: false }, { connects: false }],
  ['both connect', {}, {}],
  ['both connect, with a DelayOpenTimer', { timers: { ...FAST, delayOpenMs: 50 } }, {}],
  ['no timers', { holdTimeS: 0 }, {}],
  ['same AS', { asn: 64501 }, {}],
] as const)
  test(`${name}: one session, and UPDATEs both ways`, async () => {
    const [a, b] = await pair(first, second)
    a.peer.start()
    b.peer.start()
    // With two connections, the one that is Established first on one side may lose on the other.
    await until(
      () =>
        a.peer.session !== undefined &&
        a.peer.session.local.port === b.peer.session?.remote.port &&
        a.peer.session.remote.port === b.peer.session.local.port,
    )
    a.peer.session?.write(UPDATE)
    b.peer.session?.write(UPDATE)
    await until(() => a.updates.length > 0 && b.updates.length > 0)
    assert.deepEqual(a.updates[0]?.announced, ['198.18.7.0/24'])
    const { negotiated } = a.peer.session as Session
    assert.deepEqual(negotiated.families, ['ipv4', 'ipv6'])
    assert.equal(negotiated.internal, name === 'same AS')
    assert.equal(negotiated.asWidth, 4)
    stop(a, b)
  })

test('many simultaneous connects end in one session each', async () => {
  await Promise.all(
    Array.from({ length: 20 }, async (_, i) => {
      const [a, b] = await pair({}, {}, [`127.0.4.${i + 1}`, `127.0.5.${i + 1}`])
      a.peer.start()
      b.peer.start()
      await until(
        () => a.peer.session?.local.port === b.peer.session?.remote.port && !!a.peer.session,
      )
      assert.equal(a.peer.state, 'Established')
      stop(a, b)
    }),
  )
})

test('a session that is lost comes back; both sides are told why', async () => {
  const [a, b] = await pair({}, { connects: false })
  a.peer.start()
  b.peer.start()
  const [mine, theirs] = await Promise.all([a.established, b.established])
  b.peer.stop({ code: 6, subcode: 4, data: new TextEncoder().encode('\x08upgraded') })
  b.peer.start()
  const ends = await Promise.all([mine.ended, theirs.ended])
  assert.equal(ends[0].ending.by, 'remote')
  assert.match(ends[0].ending.text, /NOTIFICATION 6\/4 Cease\/Administrative Reset: "upgraded"/)
  assert.equal(ends[1].ending.by, 'local')
  await until(() => a.sessions.length === 2 && b.sessions.length === 2)
  stop(a, b)
})

test('200 sessions are Established at the same time', async () => {
  const addresses = Array.from({ length: 200 }, (_, i) => `127.0.6.${i + 1}`)
  const peers = new Map(
    addresses.map((remote) => [
      remote,
      createPeer({
        remote,
        port: 1,
        asn: 64501,
        routerId: '10.0.0.2',
        holdTimeS: 90,
        connects: false,
      }),
    ]),
  )
  for (const peer of peers.values()) peer.start()
  const listener = await listen({
    address: '127.0.0.1',
    port: 0,
    peerOf: (remote) => peers.get(remote),
  })
  const sessions = await Promise.all(
    addresses.map((local) =>
      openSession({
        remote: '127.0.0.1',
        port: listener.port,
        local,
        asn: 64500,
        routerId: local,
        holdTimeS: 90,
      }),
    ),
  )
  await until(() => [...peers.values()].every(({ state }) => state === 'Established'))
  assert.deepEqual(
    sessions.map(({ local }) => local.address),
    addresses,
  )
  for (const session of sessions) session.close()
  const endings = await Promise.all([...peers.values()].map(({ session }) => session?.ended))
  assert.ok(endings.every((end) => end === undefined || end.ending.notification?.subcode === 2))
  for (const peer of peers.values()) peer.stop()
  listener.close()
})

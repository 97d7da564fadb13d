/** Sessions that do not come about, or end: what is said about it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BackendError, explain } from '../../src/lib/errors.ts'
import { listen } from '../../src/speaker/listen.ts'
import { type OpenOptions, openSession } from '../../src/speaker/open-session.ts'
import { createPeer } from '../../src/speaker/peer.ts'
import { KEEPALIVE, OPEN, rawServer } from './raw-peer.ts'

const options = (port: number, changes: Partial<OpenOptions> = {}): OpenOptions => ({
  remote: '127.0.0.1',
  port,
  asn: 64500,
  routerId: '10.0.0.5',
  holdTimeS: 90,
  connectRetries: 0,
  retryMs: 20,
  ...changes,
})

const refusal = async (promise: Promise<unknown>): Promise<string> => {
  const error = await promise.then(
    () => assert.fail('a session came about'),
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof BackendError)
  return explain(error)
}

test('nothing listens: as many attempts as asked for', async () => {
  const server = await rawServer()
  server[Symbol.dispose]()
  assert.match(
    await refusal(openSession(options(server.port, { connectRetries: 2 }))),
    /no BGP session from AS 64500 with 127\.0\.0\.1 port \d+ after 3 attempts: .* refused.*\n {2}try: start the daemon/,
  )
})

test('a speaker that comes up later is found', async () => {
  const gone = await rawServer()
  gone[Symbol.dispose]()
  const peer = createPeer({
    remote: '127.0.0.1',
    port: 1,
    asn: 64501,
    routerId: '10.0.0.2',
    holdTimeS: 9,
    connects: false,
  })
  peer.start()
  const { promise: second, resolve } = deferred()
  let failures = 0
  const opening = openSession(options(gone.port, { connectRetries: 500 }), {
    failed: () => {
      failures += 1
      if (failures === 2) resolve()
    },
  })
  await second
  const listener = await listen({ address: '127.0.0.1', port: gone.port, peerOf: () => peer })
  const session = await opening
  assert.equal(session.negotiated.remote.asn, 64501)
  session.close()
  peer.stop()
  listener.close()
})

test('the wrong AS is not tried again', async () => {
  using server = await rawServer()
  const changes = { peerAsn: 65000, connectRetries: 10 }
  const refused = refusal(openSession(options(server.port, changes)))
  const raw = await server.accept()
  raw.send(OPEN)
  assert.equal(await raw.verdict(), '2/2')
  assert.match(
    await refused,
    /after 1 attempt: the peer sent AS 64501 in place of 65000.*NOTIFICATION 2\/2 OPEN Message Error\/Bad Peer AS/,
  )
})

test('a NOTIFICATION with its text is told', async () => {
  using server = await rawServer()
  const refused = refusal(openSession(options(server.port)))
  const raw = await server.accept()
  const text = new TextEncoder().encode('come back later')
  const data = Uint8Array.of(text.length, ...text)
  raw.send({ type: 'notification', code: 6, subcode: 2, data })
  assert.match(
    await refused,
    /the peer sent NOTIFICATION 6\/2 Cease\/Administrative Shutdown: "come back later"/,
  )
})

test('a peer that resets, and one that closes', async () => {
  for (const [how, said] of [
    ['resetAndDestroy', /was reset by the peer/],
    ['end', /closed the connection/],
  ] as const) {
    using server = await rawServer()
    const refused = refusal(openSession(options(server.port)))
    const raw = await server.accept()
    raw.socket[how]()
    assert.match(await refused, said)
  }
})

test('a peer that says nothing: the signal ends the waiting', async () => {
  using server = await rawServer()
  const abort = new AbortController()
  const refused = refusal(openSession(options(server.port), {}, abort.signal))
  const raw = await server.accept()
  assert.equal((await raw.next())?.type, 'open')
  abort.abort(new Error('too late'))
  assert.match(await refused, /because: too late/)
  assert.equal(await raw.verdict(), '6/2')
})

test('an address that is not ours is named', async () => {
  const refused = refusal(openSession(options(179, { local: '198.51.100.1' })))
  assert.match(await refused, /from 198\.51\.100\.1 .*the local address is not one of this machine/)
})

test('an Established session that the peer lets die ends when the hold time is over', async () => {
  using server = await rawServer()
  const opening = openSession(options(server.port, { holdTimeS: 3 }))
  const raw = await server.accept()
  raw.send(OPEN, KEEPALIVE)
  const session = await opening
  assert.equal(await raw.verdict(), '4/0')
  const { ending } = await session.ended
  assert.match(ending.text, /^nothing was received for the hold time .*4\/0 Hold Timer Expired/)
  assert.equal(session.isOpen, false)
})

test('a second listener on the same address is refused with a hint', async () => {
  const first = await listen({ address: '127.0.0.1', port: 0, peerOf: () => undefined })
  const text = await refusal(
    listen({ address: '127.0.0.1', port: first.port, peerOf: () => undefined }),
  )
  assert.match(text, /cannot listen on 127\.0\.0\.1 port \d+/)
  assert.match(text, /try: another program listens there/)
  first.close()
})

test('a stranger gets Cease/Connection Rejected', async () => {
  const listener = await listen({ address: '127.0.0.1', port: 0, peerOf: () => undefined })
  assert.match(
    await refusal(openSession(options(listener.port))),
    /6\/5 Cease\/Connection Rejected/,
  )
  listener.close()
})

const deferred = () => {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => {
    resolve = settle
  })
  return { promise, resolve: () => resolve() }
}

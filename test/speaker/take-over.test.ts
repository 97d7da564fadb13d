/** The stream in the hands of a consumer of its own. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { encodeMessage } from '../../src/bgp/message.ts'
import { monotonicMs } from '../../src/speaker/clock.ts'
import { Connection } from '../../src/speaker/connection.ts'
import { listen } from '../../src/speaker/listen.ts'
import { openSession } from '../../src/speaker/open-session.ts'
import { createPeer } from '../../src/speaker/peer.ts'
import type { Session } from '../../src/speaker/session.ts'
import { KEEPALIVE, OPEN, rawClient, rawServer } from './raw-peer.ts'

const OWN = { asn: 64500, routerId: '10.0.0.5', holdTimeS: 9 }

const update = (n: number): Uint8Array =>
  encodeMessage({
    type: 'update',
    withdrawn: [`198.18.${n >> 8}.${n & 255}/32`],
    announced: [],
    attributes: {},
  })

/** Counts UPDATEs as a hot loop does: every message must be whole and in one piece. */
const counter = (session: () => Session, onUpdate: (n: number) => void) => {
  return (bytes: Uint8Array, from: number, to: number): number => {
    let at = from
    while (to - at >= 19) {
      const length = ((bytes[at + 16] as number) << 8) | (bytes[at + 17] as number)
      if (to - at < length) break
      if (bytes[at + 18] === 2)
        onUpdate(((bytes[at + 24] as number) << 8) | (bytes[at + 25] as number))
      else session().message(bytes, at, at + length)
      at += length
    }
    return at
  }
}

/** In pieces of all sizes, some of them less than a header. */
const inPieces = (bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] => {
  const pieces: Uint8Array[] = []
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] as number
    pieces.push(bytes.subarray(at, at + size))
    at += size
  }
  return pieces
}

const COUNT = 5000
const STREAM = Buffer.concat([
  encodeMessage(OPEN),
  encodeMessage(KEEPALIVE),
  ...Array.from({ length: COUNT }, (_, n) => update(n)),
])
const ALL = Array.from({ length: COUNT }, (_, n) => n)

test('a connection that we opened: nothing is lost, whatever the chunks are', async () => {
  using server = await rawServer()
  const seen: number[] = []
  let resolve: () => void
  const all = new Promise<void>((settle) => {
    resolve = settle
  })
  const opening = openSession(
    { ...OWN, remote: '127.0.0.1', port: server.port },
    {
      established: (session) =>
        session.takeOver(
          counter(
            () => session,
            (n) => {
              seen.push(n)
              if (seen.length === COUNT) resolve()
            },
          ),
        ),
    },
  )
  const raw = await server.accept()
  for (const piece of inPieces(STREAM, [7, 60_000, 1, 18, 1000, 131_072])) {
    raw.send(piece)
    await new Promise((settle) => setImmediate(settle))
  }
  const session = await opening
  await all
  assert.deepEqual(seen, ALL)
  raw.send({ type: 'notification', code: 6, subcode: 3, data: new Uint8Array(0) })
  const { ending } = await session.ended
  assert.match(ending.text, /Peer De-configured/)
})

test('a connection that we accepted: the same, and the server closes in the end', async () => {
  const seen: number[] = []
  const ended = new Promise<string>((resolve) => {
    const peer = createPeer(
      { ...OWN, remote: '127.0.0.3', port: 1, connects: false },
      {
        established: (session) =>
          session.takeOver(
            counter(
              () => session,
              (n) => seen.push(n),
            ),
          ),
        down: (_session, ending) => {
          resolve(ending.text)
          peer.stop()
        },
      },
    )
    peer.start()
    listen({ address: '127.0.0.1', port: 0, peerOf: () => peer }).then(async (listener) => {
      const raw = await rawClient(listener.port, '127.0.0.3')
      listener.close()
      for (const piece of inPieces(STREAM, [3000, 19, 2, 90_000])) raw.send(piece)
      raw.socket.end()
    })
  })
  assert.match(await ended, /closed the connection/)
  assert.deepEqual(seen, ALL)
})

test('without a handle to take, a connection is read in copies', async () => {
  using server = await rawServer()
  // A socket of a client has no server to be taken from.
  const socket = connect({ host: '127.0.0.1', port: server.port })
  const raw = await server.accept()
  const seen: number[] = []
  const ended = new Promise<string>((resolve) => {
    new Connection(socket, {
      connected: () => {},
      drained: () => {},
      ended: ({ text }) => resolve(text),
      consume: counter(
        () => assert.fail('only UPDATEs are sent'),
        (n) => seen.push(n),
      ),
    })
  })
  for (const piece of inPieces(Buffer.concat(ALL.map(update)), [90_000, 1, 20])) raw.send(piece)
  raw.socket.end()
  assert.match(await ended, /closed the connection/)
  assert.deepEqual(seen, ALL)
})

test('keepalives go out when a busy thread ticks, and not before their time', async () => {
  using server = await rawServer()
  const opening = openSession({ ...OWN, remote: '127.0.0.1', port: server.port })
  const raw = await server.accept()
  raw.send(OPEN, KEEPALIVE)
  const session = await opening
  assert.equal((await raw.next())?.type, 'open')
  assert.equal((await raw.next())?.type, 'keepalive')
  const nowMs = monotonicMs()
  for (let ms = 0; ms < 2000; ms += 10) session.tick(nowMs + ms)
  session.write(update(1))
  session.tick(nowMs + 3001)
  session.write(update(2))
  const types = [await raw.next(), await raw.next(), await raw.next()].map((m) => m?.type)
  assert.deepEqual(types, ['update', 'keepalive', 'update'])
  session.close()
})

/** Few messages for many octets. */
const PADDING = encodeMessage({
  type: 'update',
  withdrawn: Array.from({ length: 200 }, (_, n) => `198.18.7.${n}/32`),
  announced: [],
  attributes: {},
})

test('drained resolves when the kernel has everything, and when the session ends', async () => {
  using server = await rawServer()
  const opening = openSession({ ...OWN, remote: '127.0.0.1', port: server.port })
  const raw = await server.accept()
  raw.send(OPEN, KEEPALIVE)
  const session = await opening
  raw.socket.pause()
  const block = Buffer.concat(Array.from({ length: 4000 }, () => PADDING))
  while (session.write(block)) await new Promise((resolve) => setImmediate(resolve))
  session.write(block)
  assert.ok(session.writableLength > 0)
  const drained = session.drained()
  raw.socket.resume()
  await drained
  assert.equal(session.writableLength, 0)
  raw.socket.pause()
  while (session.write(block));
  const ended = session.drained()
  raw.socket.destroy()
  await ended
  await session.ended
  assert.equal(session.write(block), false)
})

test('the beginning of a message, octet by octet, does not keep the session alive', async () => {
  using server = await rawServer()
  const opening = openSession({ ...OWN, holdTimeS: 3, remote: '127.0.0.1', port: server.port })
  const raw = await server.accept()
  raw.send(OPEN, KEEPALIVE)
  const session = await opening
  session.takeOver(
    counter(
      () => session,
      () => assert.fail('no message becomes whole'),
    ),
  )
  let octets = 0
  while (session.isOpen && octets < 100) {
    raw.send(PADDING.subarray(octets, ++octets))
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.ok(octets < 100)
  assert.equal((await session.ended).ending.notification?.code, 4)
})

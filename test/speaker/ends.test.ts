/** Connections that end in the middle of something: whoever waits is told, and nothing is left over. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { encodeMessage } from '../../src/bgp/message.ts'
import { listen } from '../../src/speaker/listen.ts'
import { openSession } from '../../src/speaker/open-session.ts'
import { KEEPALIVE, OPEN, rawPeer, rawServer } from './raw-peer.ts'

const OWN = { asn: 64500, routerId: '10.0.0.5' }

/** A session whose other end reads nothing from now on, and more in flight than the kernels take. */
const blocked = async (holdTimeS: number) => {
  const server = await rawServer()
  const opening = openSession({ ...OWN, holdTimeS, remote: '127.0.0.1', port: server.port })
  const raw = await server.accept()
  raw.send(OPEN, KEEPALIVE)
  const session = await opening
  raw.socket.pause()
  let isTaken = false
  while (session.write(PIECE, () => (isTaken = true)) || isTaken) {
    isTaken = false
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { server, raw, session }
}

const PIECE = Buffer.concat(new Array(50_000).fill(encodeMessage({ type: 'keepalive' })))
const SMALL = PIECE.subarray(0, 19 * 400)

test('the peer closes its half while it takes nothing: the session ends at once', async () => {
  const { server, raw, session } = await blocked(0)
  raw.socket.end()
  const { ending } = await session.ended
  assert.equal(`${ending.by} ${ending.why}`, 'remote closed')
  raw.socket.destroy()
  server[Symbol.dispose]()
})

test('the end of the session wakes who waits for the kernel', async () => {
  const { server, raw, session } = await blocked(0)
  const waiting = session.drained()
  raw.socket.resetAndDestroy()
  await waiting
  await session.ended
  server[Symbol.dispose]()
})

test('who writes until the session is over does not spin between the reset and its end', async () => {
  using server = await rawServer()
  const opening = openSession({ ...OWN, holdTimeS: 0, remote: '127.0.0.1', port: server.port })
  const raw = await server.accept()
  raw.send(OPEN, KEEPALIVE)
  const session = await opening
  raw.socket.resetAndDestroy()
  let refused = 0
  while (session.isOpen && refused < 1e5) {
    if (session.write(SMALL)) await new Promise((resolve) => setImmediate(resolve))
    else {
      refused++
      await session.drained()
    }
  }
  assert.equal(session.isOpen, false)
})

test('a write below the mark that the kernel does not take yet: drained() tells when it has', async () => {
  const { server, raw, session } = await blocked(0)
  const first = session.drained()
  raw.socket.resume()
  await first
  raw.socket.pause()
  // Small writes until one of them waits, without `write` ever answering false.
  while (session.writableLength === 0) assert.ok(session.write(SMALL))
  const waiting = session.drained()
  raw.socket.resume()
  await waiting
  assert.equal(session.writableLength, 0)
  session.close()
  raw.socket.destroy()
  server[Symbol.dispose]()
})

test('a stranger that says something first is refused without a reset', async () => {
  const listener = await listen({ address: '127.0.0.1', port: 0, peerOf: () => undefined })
  const socket = connect({ host: '127.0.0.1', port: listener.port, allowHalfOpen: true })
  const errors: unknown[] = []
  socket.on('error', (error) => errors.push(error))
  const stranger = rawPeer(socket)
  stranger.send(OPEN)
  assert.equal(await stranger.verdict(), '6/5')
  if (!socket.readableEnded) await once(socket, 'end')
  // Longer than the other end lingers.
  await new Promise((resolve) => setTimeout(resolve, 1500))
  socket.end()
  if (!socket.closed) await once(socket, 'close')
  assert.deepEqual(errors, [])
  listener.close()
})

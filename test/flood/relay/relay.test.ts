/** The relay between two peers, and what it says when it cannot work. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { encodeMessage } from '../../../src/bgp/message.ts'
import type { PortCounts } from '../../../src/flood/relay/counts.ts'
import { startRelay } from '../../../src/flood/relay/relay.ts'
import { BackendError } from '../../../src/lib/errors.ts'
import { listen } from '../../../src/speaker/listen.ts'
import { openSession } from '../../../src/speaker/open-session.ts'
import { createPeer } from '../../../src/speaker/peer.ts'

const local = { address: '127.0.0.1', port: 0 }

const collector = () => {
  const gone: PortCounts[] = []
  return { gone, events: { joined: () => {}, left: (counts: PortCounts) => gone.push(counts) } }
}

const everything = async (socket: Socket, octets: number): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of socket) {
    chunks.push(chunk as Buffer)
    length += (chunk as Buffer).length
    if (length >= octets) break
  }
  return Buffer.concat(chunks)
}

test('two peers on two ports: all octets pass both ways, and are counted', async () => {
  const { gone, events } = collector()
  const relay = await startRelay({ mode: 'pair', listen: [local, local] }, events)
  const [left, right] = relay.ports.map(({ port }) => connect(port, '127.0.0.1')) as [
    Socket,
    Socket,
  ]
  const keepalive = encodeMessage({ type: 'keepalive' })
  const many = Buffer.concat(Array.from({ length: 50_000 }, () => keepalive))
  left.write(many)
  right.write(keepalive)
  const [there, back] = await Promise.all([everything(right, many.length), everything(left, 19)])
  assert.deepEqual(there, many)
  assert.deepEqual(back, Buffer.from(keepalive))
  left.destroy()
  right.destroy()
  while (gone.length < 2) await new Promise((resolve) => setImmediate(resolve))
  await relay.close()
  assert.deepEqual(
    gone.map(({ keepalives }) => keepalives).sort((a, b) => a - b),
    [1, 50_000],
  )
})

test('it connects to both, and they have their session with each other', async () => {
  const names: string[] = []
  const options = {
    remote: '127.0.0.1',
    port: 179,
    asn: 65_002,
    routerId: '192.0.2.2',
    holdTimeS: 90,
  }
  const passive = createPeer({ ...options, connects: false })
  passive.start()
  const listener = await listen({ ...local, peerOf: () => passive })
  const server = createServer()
  const { events } = collector()
  const relay = await startRelay(
    { mode: 'pair', listen: [local, local] },
    {
      ...events,
      joined: (peer) => names.push(peer),
    },
  )
  const bridge = await startRelay(
    { mode: 'pair', connect: [listener, relay.ports[0] ?? local] },
    events,
  )
  const session = await openSession({
    remote: '127.0.0.1',
    port: relay.ports[1]?.port ?? 0,
    asn: 65_001,
    routerId: '192.0.2.1',
    holdTimeS: 90,
  })
  assert.equal(session.negotiated.remote.asn, 65_002)
  assert.equal(names.length, 2)
  session.close()
  passive.stop()
  listener.close()
  server.close()
  await bridge.close()
  await relay.close()
})

test('a port that is taken names who has it', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const options = { mode: 'hub', listen: { ...local, port }, sink: '127.0.0.2' } as const
  await assert.rejects(startRelay(options, collector().events), (error) => {
    assert.ok(error instanceof BackendError)
    assert.match(error.message, new RegExp(`cannot listen on 127.0.0.1:${port}`))
    return true
  })
  server.close()
})

test('a peer of a hub that speaks nonsense is let go, and the others are not', async () => {
  const problems: (string | undefined)[] = []
  const relay = await startRelay(
    { mode: 'hub', listen: local, sink: '127.0.0.2' },
    { joined: () => {}, left: (_, problem) => problems.push(problem) },
  )
  const port = relay.ports[0]?.port ?? 0
  const good = connect(port, '127.0.0.1')
  const bad = connect(port, '127.0.0.1')
  bad.on('error', () => {})
  bad.write(new Uint8Array(40))
  await once(bad, 'close')
  const keepalive = encodeMessage({ type: 'keepalive' })
  good.write(keepalive)
  assert.deepEqual(await everything(good, 19), Buffer.from(keepalive))
  assert.match(problems[0] ?? '', /not BGP, from octet 0 on/)
  good.destroy()
  await relay.close()
})

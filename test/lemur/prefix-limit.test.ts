/** A neighbour that tells more prefixes than it may, as it sees the daemon on the wire. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import type { Message } from '../../src/bgp/message.ts'
import type { PeerConfig } from '../../src/bgp/router/config.ts'
import { readLemurSessions } from '../../src/kinds/lemur-answers.ts'
import { command } from '../../src/lemur/commands.ts'
import { Daemon } from '../../src/lemur/daemon.ts'
import type { LemurConfig } from '../../src/model/lemur-config.ts'
import { type Listener, listen } from '../../src/speaker/listen.ts'
import { KEEPALIVE, OPEN, type RawPeer, rawPeer } from '../speaker/raw-peer.ts'

const PATIENCE = { timeout: 60_000 }
const NAME = '127.0.0.1'

const peer = (asn: number): PeerConfig => ({
  name: NAME,
  type: 'ebgp',
  asn,
  address: NAME,
  localAddress: NAME,
  family: 'ipv4',
  maxPrefixes: 2,
})

const config: LemurConfig = {
  hostname: 'a',
  networks: [],
  timers: { keepaliveMs: 0, holdMs: 0, connectRetryMs: 60_000, mraiMs: 0 },
  router: { asn: 64_499, routerId: '10.0.0.1', peers: [] },
}

const announce = (...prefixes: readonly string[]): Message => ({
  type: 'update',
  withdrawn: [],
  attributes: {
    origin: 'igp',
    asPath: [{ type: 'sequence', asns: [OPEN.asn] }],
    nextHop: '192.0.2.1',
  },
  announced: prefixes,
  outcome: 'ok',
  problems: [],
})

/** What the daemon says to a connection, up to its End-of-RIB or its NOTIFICATION. */
const greeting = async ({ port }: Listener): Promise<{ raw: RawPeer; word: string }> => {
  const socket = connect(port, NAME)
  await once(socket, 'connect')
  const raw = rawPeer(socket)
  raw.send(OPEN, KEEPALIVE)
  return { raw, word: await raw.verdict() }
}

test(
  'one prefix too many: Cease/1 with the limit, Idle until somebody resets it',
  PATIENCE,
  async () => {
    const daemon = new Daemon(config, { set: () => {} })
    daemon.add(peer(OPEN.asn), true).start()
    const listener = await listen({
      address: NAME,
      port: 0,
      peerOf: (address) => daemon.peerAt(address),
    })
    try {
      const { raw, word } = await greeting(listener)
      assert.equal(word, 'update', 'the End-of-RIB')
      raw.send(announce('198.18.1.0/24', '198.18.2.0/24'), announce('198.18.3.0/24'))
      const notification = await raw.next()
      assert.ok(notification?.type === 'notification')
      assert.deepEqual([notification.code, notification.subcode], [6, 1])
      assert.deepEqual([...notification.data], [0, 1, 1, 0, 0, 0, 2], 'RFC 4486 section 4')
      assert.equal(await raw.next(), undefined)

      const sessions = () => command(daemon, ['sessions', 'ipv4'])
      const [told] = sessions() as { state: string; lastReset: string; shutDown: boolean }[]
      assert.equal(told?.state, 'Idle (PfxCt)')
      assert.match(told.lastReset, /Maximum Number of Prefixes Reached/)
      assert.equal(told.shutDown, false)
      assert.equal(readLemurSessions(JSON.stringify(sessions()))[0]?.state, 'Idle')
      assert.equal((await greeting(listener)).word, '6/5', 'connection rejected')

      command(daemon, ['reset', NAME, 'hard'])
      assert.equal((await greeting(listener)).word, 'update')
    } finally {
      daemon.stop()
      listener.close()
    }
  },
)

/** A peer that speaks nonsense at each state of the session gets the right NOTIFICATION. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodeMessage } from '../../src/bgp/message.ts'
import type { Ending } from '../../src/bgp/session/ending.ts'
import { createRandom } from '../../src/lib/random.ts'
import { listen } from '../../src/speaker/listen.ts'
import { createPeer, type Peer } from '../../src/speaker/peer.ts'
import { KEEPALIVE, OPEN, type RawPeer, rawClient, rawServer } from './raw-peer.ts'

const OWN = { asn: 64500, routerId: '10.0.0.5', holdTimeS: 90, peerAsn: 64501 }

interface Under {
  readonly raw: RawPeer
  readonly ending: Promise<Ending>
  readonly peer: Peer
  readonly end: () => void
}

/** Our peer connects to the raw one. */
const connecting = async (delayOpenMs = 0): Promise<Under> => {
  const server = await rawServer()
  const watched = watch((events) =>
    createPeer(
      { ...OWN, remote: '127.0.0.1', port: server.port, restarts: false, timers: { delayOpenMs } },
      events,
    ),
  )
  watched.peer.start()
  return { ...watched, raw: await server.accept(), end: () => server[Symbol.dispose]() }
}

/** The raw peer connects to ours. */
const accepting = async (delayOpenMs = 0): Promise<Under> => {
  const watched = watch((events) =>
    createPeer(
      { ...OWN, remote: '127.0.0.3', port: 1, connects: false, timers: { delayOpenMs } },
      events,
    ),
  )
  watched.peer.start()
  const listener = await listen({ address: '127.0.0.1', port: 0, peerOf: () => watched.peer })
  const raw = await rawClient(listener.port, '127.0.0.3')
  return { ...watched, raw, end: () => listener.close() }
}

const watch = (create: (events: Parameters<typeof createPeer>[1]) => Peer) => {
  let resolve: (ending: Ending) => void
  const ending = new Promise<Ending>((settle) => {
    resolve = settle
  })
  const peer = create({ failed: (e) => resolve(e), down: (_session, e) => resolve(e) })
  return { peer, ending }
}

/** To the state in which our speaker waits for more. */
const LONG_MS = 600_000
const STATES: Record<string, () => Promise<Under>> = {
  'Connect, before our OPEN': () => connecting(LONG_MS),
  'Active, before our OPEN': () => accepting(LONG_MS),
  OpenSent: () => connecting(),
  'OpenSent, accepted': () => accepting(),
  OpenConfirm: async () => after(await connecting(), [OPEN], 'OpenConfirm'),
  Established: async () => after(await accepting(), [OPEN, KEEPALIVE], 'Established'),
}

const after = async (
  under: Under,
  messages: readonly (typeof OPEN | typeof KEEPALIVE)[],
  state: string,
) => {
  under.raw.send(...messages)
  while (under.peer.state !== state) await new Promise((resolve) => setImmediate(resolve))
  return under
}

/** A header with this length and type, and as many octets as it says. */
const header = (length: number, type: number, octets = length): Uint8Array => {
  const bytes = new Uint8Array(octets).fill(0)
  bytes.fill(0xff, 0, 16)
  bytes[16] = length >> 8
  bytes[17] = length
  bytes[18] = type
  return bytes
}

const openBytes = (offset: number, ...octets: readonly number[]): Uint8Array => {
  const bytes = encodeMessage(OPEN).slice()
  bytes.set(octets, 19 + offset)
  return bytes
}

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text)

/** What is wrong in every state in the same way. */
const ALWAYS: readonly (readonly [string, Uint8Array, string])[] = [
  ['HTTP', ascii('GET / HTTP/1.1\r\n\r\n'), '1/1'],
  ['zeros', new Uint8Array(500), '1/1'],
  ['one wrong octet', Uint8Array.of(0xff, 0xff, 0), '1/1'],
  ['length 18', header(18, 4, 19), '1/2'],
  ['length 5000', header(5000, 2, 19), '1/2'],
  ['a KEEPALIVE with a body', header(20, 4), '1/2'],
  ['an OPEN of 28 octets', header(28, 1), '1/2'],
  ['type 0', header(19, 0), '1/3'],
  ['type 77', header(30, 77), '1/3'],
]

/** Answers by state: before our OPEN, OpenSent, OpenConfirm, Established. */
const BY_STATE: readonly (readonly [string, Uint8Array, string, string, string, string])[] = [
  ['version 3', openBytes(0, 3), '2/1', '2/1', '2/1', '2/1'],
  [
    'another AS',
    encodeMessage({ ...OPEN, asn: 64999, capabilities: [] }),
    '2/2',
    '2/2',
    '5/2',
    '5/3',
  ],
  ['identifier 0', openBytes(5, 0, 0, 0, 0), '2/3', '2/3', '2/3', '2/3'],
  ['hold time 2', openBytes(3, 0, 2), '2/6', '2/6', '2/6', '2/6'],
  ['parameter 9', openBytes(10, 9), '2/4', '2/4', '2/4', '2/4'],
  ['too long parameters', openBytes(9, 200), '2/0', '2/0', '2/0', '2/0'],
  ['an UPDATE', header(23, 2), '5/0', '5/1', '5/2', ''],
  ['an UPDATE that ends too early', header(23, 2).fill(99, 19), '3/1', '3/1', '3/1', '3/1'],
  ['a ROUTE-REFRESH', header(23, 5), '5/0', '5/1', '5/2', ''],
  ['a second OPEN', encodeMessage(OPEN), '', '', '5/2', '5/3'],
]

const COLUMN: Record<string, 2 | 3 | 4 | 5> = {
  'Connect, before our OPEN': 2,
  'Active, before our OPEN': 2,
  OpenSent: 3,
  'OpenSent, accepted': 3,
  OpenConfirm: 4,
  Established: 5,
}

for (const [state, go] of Object.entries(STATES))
  test(`${state}: every sort of nonsense`, async () => {
    const cases = [
      ...ALWAYS,
      ...BY_STATE.map((row) => [row[0], row[1], row[COLUMN[state] as 2]] as const),
    ].filter(([, , expected]) => expected !== '')
    await Promise.all(
      cases.map(async ([name, bytes, expected]) => {
        const under = await go()
        under.raw.send(bytes)
        assert.equal(await under.raw.verdict(), expected, `${state}: ${name}`)
        assert.equal(await under.raw.next(), undefined, 'and the connection is closed')
        const ending = await under.ending
        assert.equal(ending.by, 'local')
        assert.match(ending.text, /^the peer sent .*\(we sent NOTIFICATION \d+\/\d+ [A-Z]/)
        under.peer.stop()
        under.end()
      }),
    )
  })

test('random octets at any state: a NOTIFICATION or patience, never an exception', async () => {
  const random = createRandom('garbage')
  for (let run = 0; run < 20; run++)
    for (const [state, go] of Object.entries(STATES)) {
      const under = await go()
      const octets = Uint8Array.from({ length: random.integer(1, 300) }, () =>
        random.integer(0, 255),
      )
      // Half of them get past the marker.
      if (run % 2 === 0) octets.fill(0xff, 0, 16)
      under.raw.send(octets)
      under.raw.socket.end()
      assert.match(await under.raw.verdict(), /^(1\/[123]|2\/\d+|closed)$/, state)
      under.peer.stop()
      under.end()
      under.raw.socket.destroy()
    }
})

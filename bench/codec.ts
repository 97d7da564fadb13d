/**
 * The codec by itself, on one core: frame scanner, flat UPDATE walker, table decode, encode. The
 * shortest of several rounds counts: what else runs on the machine only makes a round longer.
 */
import { createFlatUpdate, flatOptions, walkUpdate } from '../src/bgp/flat-update.ts'
import { createFramer } from '../src/bgp/frame.ts'
import { LARGEST_MESSAGE } from '../src/bgp/header.ts'
import { decodeMessage, encodeMessage } from '../src/bgp/message.ts'
import { createFrameScan, scanFrames } from '../src/bgp/scan.ts'
import type { Update, UpdateToSend } from '../src/bgp/update.ts'
import { benchTable } from './table.ts'

const ROUNDS = 150
/** Few, so that a round is shorter than the time slice of the scheduler. */
const MESSAGES = 1000

export const main = async (): Promise<void> => {
  const rows = CASES.map(({ name, update }) => measure(name, stream(update)))
  process.stdout.write(`${benchTable(TITLES, rows)}\n`)
  process.stdout.write(`${MESSAGES} messages a round, the shortest of ${ROUNDS} rounds\n`)
}

const TITLES = [
  'UPDATE of',
  'octets',
  'scan M/s',
  'flat M/s',
  'framer M/s',
  'decode k/s',
  'encode k/s',
]

interface Stream {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly updates: readonly UpdateToSend[]
}

const prefixesIpv4 = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `10.${((from + i) >> 8) & 255}.${(from + i) & 255}.0/24`)

const prefixesIpv6 = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `2001:2:0:${((from + i) & 0xffff).toString(16)}::/64`)

const attributes = (n: number) => ({
  origin: 'igp' as const,
  asPath: [{ type: 'sequence' as const, asns: [64_500, 100_000 + n, 64_502] }],
  nextHop: '10.0.0.1',
})

const announce = (announced: readonly string[], n: number): UpdateToSend => ({
  type: 'update',
  announced,
  withdrawn: [],
  attributes: attributes(n),
})

const CASES: readonly { readonly name: string; update(n: number): UpdateToSend }[] = [
  { name: '1 IPv4 prefix', update: (n) => announce(prefixesIpv4(n, 1), n) },
  { name: '10 IPv4 prefixes', update: (n) => announce(prefixesIpv4(10 * n, 10), n) },
  {
    name: '1 IPv4 prefix, communities',
    update: (n) => ({
      ...announce(prefixesIpv4(n, 1), n),
      attributes: {
        ...attributes(n),
        med: n,
        communities: [n, n + 1, n + 2, n + 3],
        largeCommunities: [[64_500, n, 1]],
      },
    }),
  },
  {
    name: '1 IPv6 prefix',
    update: (n) => ({
      ...announce(prefixesIpv6(n, 1), n),
      nextHopIpv6: { global: '2001:2::1' },
    }),
  },
]

const stream = (update: (n: number) => UpdateToSend): Stream => {
  const updates = Array.from({ length: MESSAGES }, (_, n) => update(n))
  const messages = updates.map((message) => encodeMessage(message))
  const bytes = new Uint8Array(messages.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const message of messages) {
    bytes.set(message, at)
    at += message.length
  }
  return { bytes, updates }
}

const measure = (name: string, { bytes, updates }: Stream): readonly [string, ...number[]] => {
  const view = new DataView(bytes.buffer)
  const scan = createFrameScan()
  const flat = createFlatUpdate()
  const options = flatOptions({})
  const framer = createFramer()
  let sum = 0
  const perMs = [
    fastest(() => scanFrames(view, 0, bytes.length, LARGEST_MESSAGE, scan)),
    fastest(() => {
      for (let at = 0; at < bytes.length; ) {
        const end = at + view.getUint16(at + 16)
        sum += walkUpdate(bytes, at, end, options, flat) + flat.announcedCount
        at = end
      }
    }),
    fastest(() => {
      framer.push(bytes, (message) => {
        sum += message.length
      })
    }),
    fastest(() => {
      for (let at = 0; at < bytes.length; ) {
        const end = at + view.getUint16(at + 16)
        sum += (decodeMessage(bytes.subarray(at, end)) as Update).announced.length
        at = end
      }
    }),
    fastest(() => {
      for (const update of updates) sum += encodeMessage(update).length
    }),
  ]
  if (!Number.isFinite(sum)) throw new RangeError('nothing was read')
  const [scanned = 0, walked = 0, framed = 0, decoded = 0, encoded = 0] = perMs
  return [
    name,
    bytes.length / MESSAGES,
    scanned / 1000,
    walked / 1000,
    framed / 1000,
    decoded,
    encoded,
  ]
}

/** Messages a millisecond in the shortest round. */
const fastest = (round: () => unknown): number => {
  let shortestMs = Number.POSITIVE_INFINITY
  for (let i = 0; i < ROUNDS; i++) {
    const before = performance.now()
    round()
    shortestMs = Math.min(shortestMs, performance.now() - before)
  }
  return MESSAGES / shortestMs
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attributeDigest } from '../../src/bgp/attribute-digest.ts'
import { decodeMessage, encodeMessage } from '../../src/bgp/message.ts'
import { fourOctetAs } from '../../src/bgp/open.ts'
import type { Update } from '../../src/bgp/update.ts'
import { createCaptureDecoder } from '../../src/measure/capture.ts'
import { frame, LINK, pcap, type Segment } from '../lib/frames.ts'

const keepalive = encodeMessage({ type: 'keepalive' })
const cease = encodeMessage({ type: 'notification', code: 6, subcode: 2, data: new Uint8Array(0) })
const open = (capabilities = [fourOctetAs(64502)]): Uint8Array =>
  encodeMessage({
    type: 'open',
    version: 4,
    asn: 64502,
    holdTimeS: 9,
    routerId: '10.0.0.2',
    capabilities,
  })
const announce = (prefix: string, asWidth: 2 | 4 = 4): Uint8Array =>
  encodeMessage(
    {
      type: 'update',
      announced: [prefix],
      withdrawn: ['198.18.9.0/24'],
      attributes: {
        origin: 'igp',
        asPath: [{ type: 'sequence', asns: [64502, 64503] }],
        nextHop: '10.0.0.2',
      },
    },
    { asWidth },
  )

const T0 = 1_700_000_000_000_000
/** Packets one millisecond apart, read by the node that owns 10.0.0.1. */
const observe = (segments: readonly Segment[], linkType: number = LINK.sll2) => {
  const decoder = createCaptureDecoder({ node: 'ams', addresses: new Set(['10.0.0.1']) })
  const packets = segments.map((segment, i) => ({
    atUs: T0 + i * 1000,
    bytes: frame(segment, linkType),
  }))
  return decoder
    .push(pcap(packets, { linkType }))
    .map(({ at, ...rest }) => ({ ms: Math.round((at - T0 / 1000) * 1000) / 1000, ...rest }))
}
const join = (...parts: readonly Uint8Array[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]))

test('a session from SYN to NOTIFICATION, with the time of the packet that completed each message', () => {
  const update = announce('198.18.1.0/24')
  const stream = join(open(), keepalive, update)
  const cut = stream.length - 5
  assert.deepEqual(
    observe([
      { sequence: 0, flags: 'syn' },
      { sequence: 1, payload: stream.subarray(0, cut) },
      { sequence: 1 + cut, payload: stream.subarray(cut) },
      { sequence: 1 + stream.length, payload: cease, flags: 'fin' },
    ]),
    [
      { ms: 1, type: 'open-received', node: 'ams', from: '10.0.0.2' },
      {
        ms: 2,
        type: 'update-received',
        node: 'ams',
        from: '10.0.0.2',
        announced: ['198.18.1.0/24'],
        withdrawn: ['198.18.9.0/24'],
        asPath: [64502, 64503],
        nextHop: '10.0.0.2',
        digest: attributeDigest(decodeMessage(update, { asWidth: 4 }) as Update),
        octets: update.length,
      },
      { ms: 3, type: 'notification-received', node: 'ams', from: '10.0.0.2', code: 6, subcode: 2 },
    ],
  )
})

/** What the node says of what it received. */
const ack = (acknowledges: number, flags?: 'rst'): Segment => ({
  from: '10.0.0.1',
  to: '10.0.0.2',
  ports: [40000, 179],
  sequence: 1,
  acknowledges,
  ...(flags && { flags }),
})
const times = (segments: readonly Segment[]) =>
  observe(segments).map(({ ms, type }) => `${type} ${ms}`)

test('a message that a packet filter took from the node counts when its repetition was received', () => {
  const payload = announce('198.18.1.0/24')
  const update = { sequence: 1, payload }
  assert.deepEqual(
    times([{ sequence: 0, flags: 'syn' }, ack(1), update, update, ack(1 + payload.length)]),
    ['update-received 3'],
  )
})

test('a message that the node never acknowledges was not received', () =>
  assert.deepEqual(
    times([
      { sequence: 0, flags: 'syn' },
      ack(1),
      { sequence: 1, payload: cease, flags: 'fin' },
      ack(2 + cease.length, 'rst'),
    ]),
    [],
  ))

test('packets in transit to other nodes are ignored', () => {
  assert.deepEqual(observe([{ to: '10.0.0.9', sequence: 1, payload: cease }]), [])
})

test('a capture that begins inside a message finds the next one and does not complain', () => {
  const payload = join(announce('198.18.1.0/24').subarray(30), cease)
  assert.deepEqual(
    observe([{ sequence: 5, payload }]).map(({ type }) => type),
    ['notification-received'],
  )
})

test('a neighbour without the capability sends AS numbers of two octets', () => {
  const payload = join(open([]), announce('198.18.1.0/24', 2))
  const seen = observe([
    { sequence: 0, flags: 'syn' },
    { sequence: 1, payload },
  ])
  assert.deepEqual('asPath' in (seen[1] ?? {}) && seen[1], { ...seen[1], asPath: [64502, 64503] })
})

test('a loss of capture is reported, and reading goes on behind it', () => {
  const types = observe([
    { sequence: 0, flags: 'syn' },
    { sequence: 1, payload: open() },
    { sequence: 1000, payload: join(keepalive.subarray(4), cease) },
    { sequence: 9999, flags: 'rst' },
  ]).map((seen) => ('what' in seen ? seen.what : seen.type))
  assert.deepEqual(types, [
    'open-received',
    `the capture lacks ${999 - open().length} octets, from 10.0.0.2`,
    'notification-received',
  ])
})

test('a message that cannot be read is reported with the section', () => {
  const broken = announce('198.18.1.0/24')
  broken[20] = 0xff
  const [, seen] = observe([
    { sequence: 0, flags: 'syn' },
    { sequence: 1, payload: join(open(), broken, cease) },
  ])
  assert.match(seen && 'what' in seen ? seen.what : '', /RFC 4271 6\.3.*from 10\.0\.0\.2/)
})

test('a damaged segment is not delivered: its repetition is', () => {
  const bytes = frame({ sequence: 1, payload: cease })
  const damaged = bytes.slice()
  damaged[damaged.length - 1] = 77
  const decoder = createCaptureDecoder({ node: 'ams', addresses: new Set(['10.0.0.1']) })
  const seen = decoder.push(
    pcap([
      { atUs: T0, bytes: damaged },
      { atUs: T0 + 9000, bytes },
    ]),
  )
  assert.deepEqual(
    seen.map(({ at, type }) => [Math.round(at - T0 / 1000), type]),
    [[9, 'notification-received']],
  )
})

test('octets that are no capture are reported once', () => {
  const decoder = createCaptureDecoder({ node: 'ams', addresses: new Set() })
  const first = decoder.push(new TextEncoder().encode('tcpdump: permission denied, really'))
  assert.deepEqual(
    first.map(({ type }) => type),
    ['observer-failed'],
  )
  assert.deepEqual(decoder.push(new Uint8Array(100)), [])
})

test('what RFC 7606 treats as withdrawn is no announcement', () => {
  const update = announce('198.18.1.0/24')
  // ORIGIN, the first attribute behind the withdrawn prefix.
  const origin = 19 + 2 + 4 + 2 + 3
  assert.equal(update[origin], 0)
  update[origin] = 9
  const stream = join(open(), update)
  const [, told] = observe([
    { sequence: 0, flags: 'syn' },
    { sequence: 1, payload: stream },
  ])
  assert.ok(told?.type === 'update-received')
  assert.deepEqual(told.announced, [])
  assert.deepEqual(told.withdrawn, ['198.18.9.0/24', '198.18.1.0/24'])
})

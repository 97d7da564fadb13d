import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { AsWidth } from '../../src/bgp/as-path.ts'
import { decodeMessage, encodeMessage, type Message } from '../../src/bgp/message.ts'
import { notificationName } from '../../src/bgp/notification.ts'
import { fourOctetAs } from '../../src/bgp/open.ts'
import { formatAddress, formatPrefix, network } from '../../src/bgp/prefix.ts'
import type { Update } from '../../src/bgp/update.ts'
import { WireError } from '../../src/lib/errors.ts'

const hex = (text: string): Uint8Array =>
  Uint8Array.from(Buffer.from(text.replace(/\s/g, ''), 'hex'))
const MARKER = 'ff'.repeat(16)
const decodeUpdate = (body: string, asWidth: AsWidth = 4): Update => {
  const octets = hex(body)
  const length = (octets.length + 19).toString(16).padStart(4, '0')
  return decodeMessage(hex(`${MARKER}${length}02${body}`), { asWidth }) as Update
}

test('OPEN: AS number of four octets, hold time, router id, capabilities', () => {
  const open = decodeMessage(
    hex(
      `${MARKER} 002f 01 04 5ba0 0009 0a000002 12 02 06 0104 0001 00 01 02 08 4104 0000fbf6 0200`,
    ),
  )
  assert.deepEqual(open, {
    type: 'open',
    version: 4,
    asn: 64502,
    holdTimeS: 9,
    routerId: '10.0.0.2',
    capabilities: [
      { code: 1, value: hex('00010001') },
      { code: 65, value: hex('0000fbf6') },
      { code: 2, value: hex('') },
    ],
  })
})

test('UPDATE: every field of RFC 4271 4.3 at its place', () => {
  const update = decodeUpdate(
    `0004 18c61205 001b 400101 00 400206 02 01 0000fbf6 400304 0a090002 800404 00000064 18 c61201 0f c613`,
  )
  assert.deepEqual(update, {
    type: 'update',
    withdrawn: ['198.18.5.0/24'],
    announced: ['198.18.1.0/24', '198.18.0.0/15'],
    attributes: {
      origin: 'igp',
      asPath: [{ type: 'sequence', asns: [64502] }],
      nextHop: '10.9.0.2',
      med: 100,
    },
    problems: [],
  })
})

test('UPDATE: IPv6 with a link-local next hop beside the global one', () => {
  const update = decodeUpdate(
    `0000 0036 400101 02 400200 90 0e 002b 0002 01 20 20010002000000090000000000000002 fe800000000000000000000000000002 00 28 2001000200`,
  )
  assert.deepEqual(update.announced, ['2001:2::/40'])
  assert.deepEqual(update.nextHopIpv6, { global: '2001:2:0:9::2', linkLocal: 'fe80::2' })
})

test('UPDATE: End-of-RIB of both families, and an empty MP_UNREACH beside others is none', () => {
  assert.equal(decodeUpdate('0000 0000').endOfRib, 'ipv4')
  assert.equal(decodeUpdate('0000 0006 80 0f 03 0002 01').endOfRib, 'ipv6')
  assert.equal(decodeUpdate('0000 000a 80 0f 03 0002 01 400101 00').endOfRib, undefined)
})

test('AS_PATH: the width that fits wins over the expected one', () => {
  const narrow = '0000 000d 400206 02 02 fbf6fbf7 400101 00'
  assert.deepEqual(decodeUpdate(narrow, 4).attributes.asPath?.[0]?.asns, [64502, 64503])
  const wide = '0000 000d 400206 02 01 0001fbf7 400101 00'
  assert.deepEqual(decodeUpdate(wide, 2).attributes.asPath?.[0]?.asns, [130039])
})

test('AS4_PATH puts back what an old speaker could not say (RFC 6793 4.2.3)', () => {
  const update = decodeUpdate(
    '0000 0018 400208 02 03 fbf65ba05ba0 c0110a 02 02 0003000000030001',
    2,
  )
  assert.deepEqual(update.attributes.asPath, [
    { type: 'sequence', asns: [64502] },
    { type: 'sequence', asns: [196608, 196609] },
  ])
})

test('a malformed attribute is a problem with its treatment, not the end of the message', () => {
  const update = decodeUpdate('0000 0008 400101 07 c0070100 18c61201')
  assert.deepEqual(
    update.problems.map(({ code, treatment, error }) => [code, treatment, error.section]),
    [
      [1, 'withdraw', 'RFC 7606 7.1'],
      [7, 'discard', 'RFC 4271 6.3'],
    ],
  )
  assert.deepEqual(update.announced, ['198.18.1.0/24'])
})

test('a prefix longer than its family is an error with its place', () => {
  assert.throws(
    () => decodeUpdate('0000 0000 21 c612010000'),
    (error) =>
      error instanceof WireError && error.offset === 24 && error.section === 'RFC 4271 6.3',
  )
})

test('bits behind the prefix length do not count', () => {
  assert.deepEqual(decodeUpdate('0000 0000 0f c6ff').announced, ['198.254.0.0/15'])
})

test('notifications have names', () => {
  assert.equal(notificationName(6, 2), 'Cease/Administrative Shutdown')
  assert.equal(notificationName(4, 0), 'Hold Timer Expired')
  assert.equal(notificationName(6, 77), 'Cease/subcode 77')
  assert.equal(notificationName(99, 0), 'code 99')
})

const u32 = fc.integer({ min: 0, max: 0xffffffff })
const asn = fc.integer({ min: 1, max: 0xffffffff })
const ipv4 = u32.map((bits) => formatAddress({ family: 'ipv4', bits: BigInt(bits) }))
const ipv6 = fc.bigInt(0n, (1n << 128n) - 1n).map((bits) => formatAddress({ family: 'ipv6', bits }))
const prefixIpv4 = fc
  .tuple(u32, fc.integer({ min: 0, max: 32 }))
  .map(([bits, length]) => formatPrefix(network({ family: 'ipv4', bits: BigInt(bits), length })))
const prefixIpv6 = fc
  .tuple(fc.bigInt(0n, (1n << 128n) - 1n), fc.integer({ min: 0, max: 128 }))
  .map(([bits, length]) => formatPrefix(network({ family: 'ipv6', bits, length })))
const octets = (maxLength: number) => fc.uint8Array({ maxLength })
const some = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 1, maxLength: 20 })

const open: fc.Arbitrary<Message> = fc
  .record({
    type: fc.constant('open' as const),
    version: fc.constant(4),
    asn,
    holdTimeS: fc.integer({ min: 3, max: 65535 }),
    routerId: ipv4.filter((id) => id !== '0.0.0.0'),
    capabilities: fc.array(
      fc.record({ code: fc.integer({ min: 66, max: 255 }), value: octets(60) }),
      { maxLength: 6 },
    ),
  })
  .map((message) => ({
    ...message,
    capabilities: [...message.capabilities, fourOctetAs(message.asn)],
  }))

const segment = fc.record({
  type: fc.constantFrom('set' as const, 'sequence' as const),
  asns: some(u32),
})
const attributes = fc.record(
  {
    origin: fc.constantFrom('igp' as const, 'egp' as const, 'incomplete' as const),
    asPath: fc.array(segment, { maxLength: 4 }),
    nextHop: ipv4,
    med: u32,
    localPref: u32,
    atomicAggregate: fc.constant(true),
    aggregator: fc.record({ asn: u32, address: ipv4 }),
    communities: fc.array(u32, { minLength: 1, maxLength: 80 }),
    originatorId: ipv4,
    clusterList: some(ipv4),
    extendedCommunities: some(fc.stringMatching(/^[0-9a-f]{16}$/)),
    largeCommunities: some(fc.tuple(u32, u32, u32)),
    onlyToCustomer: u32,
    unknown: some(
      fc.record({
        code: fc.integer({ min: 100, max: 254 }),
        flags: fc.constantFrom(0x80, 0xc0, 0xe0),
        value: octets(300),
      }),
    ).map((list) => [...new Map(list.map((entry) => [entry.code, entry])).values()]),
  },
  { requiredKeys: ['origin', 'asPath', 'nextHop'] },
)
const update: fc.Arbitrary<Message> = fc
  .record({
    v4: fc.array(prefixIpv4, { maxLength: 30 }),
    v6: fc.array(prefixIpv6, { maxLength: 30 }),
    gone4: fc.array(prefixIpv4, { maxLength: 30 }),
    gone6: fc.array(prefixIpv6, { maxLength: 30 }),
    attributes,
    global: ipv6,
    linkLocal: fc.option(ipv6, { nil: undefined }),
  })
  .map(({ v4, v6, gone4, gone6, attributes, global, linkLocal }) => ({
    type: 'update' as const,
    announced: [...v4, ...v6],
    withdrawn: [...gone4, ...gone6],
    attributes,
    ...(v6.length > 0 && {
      nextHopIpv6: { global, ...(linkLocal !== undefined && { linkLocal }) },
    }),
    problems: [],
  }))
const notification: fc.Arbitrary<Message> = fc.record({
  type: fc.constant('notification' as const),
  code: fc.integer({ min: 0, max: 255 }),
  subcode: fc.integer({ min: 0, max: 255 }),
  data: octets(200),
})
const refresh: fc.Arbitrary<Message> = fc.record({
  type: fc.constant('route-refresh' as const),
  afi: fc.integer({ min: 0, max: 65535 }),
  subtype: fc.integer({ min: 0, max: 255 }),
  safi: fc.integer({ min: 0, max: 255 }),
})
const anyMessage = fc.oneof(
  open,
  update,
  notification,
  refresh,
  fc.constant<Message>({ type: 'keepalive' }),
)

test('every message comes back from its octets', () => {
  fc.assert(
    fc.property(anyMessage, (message) => {
      // fast-check makes objects without a prototype; a clone has the usual one.
      assert.deepEqual(decodeMessage(encodeMessage(message)), structuredClone(message))
    }),
    { numRuns: 300 },
  )
})

test('any damage to a message gives a message or a WireError, never another exception', () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 8 })
  fc.assert(
    fc.property(anyMessage, damage, fc.nat(), fc.boolean(), (message, changes, cut, fix) => {
      const whole = encodeMessage(message)
      const bytes = whole.slice(0, cut % 3 === 0 ? cut % (whole.length + 1) : whole.length)
      for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value
      if (fix && bytes.length >= 19) {
        bytes.fill(0xff, 0, 16)
        bytes.set([bytes.length >> 8, bytes.length & 0xff], 16)
      }
      decodeOrWireError(bytes)
    }),
    { numRuns: 2000 },
  )
})

test('random octets behind a good header give a message or a WireError', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 6 }), fc.uint8Array({ maxLength: 80 }), (type, body) => {
      const bytes = Uint8Array.of(...hex(MARKER), 0, body.length + 19, type, ...body)
      decodeOrWireError(bytes)
    }),
    { numRuns: 2000 },
  )
})

const decodeOrWireError = (bytes: Uint8Array): void => {
  try {
    decodeMessage(bytes)
  } catch (error) {
    assert.ok(error instanceof WireError, String(error))
    assert.ok(error.offset >= 0 && error.offset <= bytes.length, `offset ${error.offset}`)
    assert.match(error.section, /^RFC \d+ \d/)
  }
}

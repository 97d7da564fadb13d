/** Messages that a speaker may send, for property tests: what is encoded comes back as it was. */
import fc from 'fast-check'
import type { AsSegment } from '../../src/bgp/as-path.ts'
import type { CodecOptions, Message } from '../../src/bgp/message.ts'
import { fourOctetAs } from '../../src/bgp/open.ts'
import { formatAddress, formatPrefix, network, type Prefix } from '../../src/bgp/prefix.ts'

export interface Case {
  readonly message: Message
  readonly options: CodecOptions
}

const u32 = fc.integer({ min: 0, max: 0xffffffff })
const narrowAsn = fc.integer({ min: 1, max: 65_535 })
const asn = fc.oneof(narrowAsn, fc.integer({ min: 1, max: 0xffffffff }))
const bits128 = fc.bigInt(0n, (1n << 128n) - 1n)
const octet = fc.integer({ min: 0, max: 255 })
const octets = (maxLength: number) => fc.uint8Array({ maxLength })
const hex = (digits: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${digits}}$`))
const some = <T>(value: fc.Arbitrary<T>, maxLength = 20) =>
  fc.array(value, { minLength: 1, maxLength })

export const ipv4 = u32.map((bits) => formatAddress({ family: 'ipv4', bits: BigInt(bits) }))
/** What can be a next hop: neither `this network` nor a group. */
const host = ipv4.filter((text) => !/^(?:0|22[4-9]|2[345]\d)\./.test(text))
export const ipv6 = bits128.map((bits) => formatAddress({ family: 'ipv6', bits }))
const prefixText = (prefix: Prefix): string => formatPrefix(network(prefix))
export const prefixIpv4 = fc
  .tuple(u32, fc.integer({ min: 0, max: 32 }))
  .map(([bits, length]) => prefixText({ family: 'ipv4', bits: BigInt(bits), length }))
export const prefixIpv6 = fc
  .tuple(bits128, fc.integer({ min: 0, max: 128 }))
  .map(([bits, length]) => prefixText({ family: 'ipv6', bits, length }))

const open: fc.Arbitrary<Message> = fc
  .record({
    type: fc.constant('open' as const),
    version: fc.constant(4),
    asn,
    holdTimeS: fc.oneof(fc.constant(0), fc.integer({ min: 3, max: 65535 })),
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

const segments = (
  numbers: fc.Arbitrary<number>,
  ...types: AsSegment['type'][]
): fc.Arbitrary<AsSegment[]> =>
  fc.array(fc.record({ type: fc.constantFrom(...types), asns: some(numbers) }), { maxLength: 3 })

/** What AS4_PATH can say: confederations only in front, and with narrow numbers (RFC 6793 sections 4.2 and 6). */
const asPath = fc
  .tuple(segments(narrowAsn, 'confed-sequence', 'confed-set'), segments(asn, 'set', 'sequence'))
  .map(([confederation, plain]) => [...confederation, ...plain])

const attributes = fc.record(
  {
    origin: fc.constantFrom('igp' as const, 'egp' as const, 'incomplete' as const),
    asPath,
    nextHop: host,
    med: u32,
    localPref: u32,
    atomicAggregate: fc.constant(true),
    aggregator: fc.record({ asn, address: ipv4 }),
    communities: some(u32, 80),
    originatorId: ipv4,
    clusterList: some(ipv4),
    extendedCommunities: some(hex(16)),
    ipv6ExtendedCommunities: some(hex(40)),
    aigp: some(
      fc.oneof(
        fc.record({ type: fc.constant(1), value: hex(16) }),
        fc.record({ type: fc.integer({ min: 2, max: 255 }), value: hex(10) }),
      ),
      3,
    ),
    largeCommunities: some(fc.tuple(u32, u32, u32)),
    onlyToCustomer: u32,
    unknown: some(
      fc.record({
        code: fc.integer({ min: 100, max: 254 }),
        flags: fc.constantFrom(0x80, 0xc0, 0xe0),
        value: octets(300),
      }),
      5,
    ).map((list) => [...new Map(list.map((entry) => [entry.code, entry])).values()]),
  },
  { requiredKeys: ['origin', 'asPath', 'nextHop'] },
)

/** Some of the attributes that may have it carry the Partial bit. */
const partialOf = (found: object, wanted: boolean): { partial?: readonly number[] } => {
  const codes = [
    ...('communities' in found ? [8] : []),
    ...('extendedCommunities' in found ? [16] : []),
    ...('largeCommunities' in found ? [32] : []),
  ]
  return wanted && codes.length > 0 ? { partial: codes } : {}
}

const routes = fc.record({
  v4: fc.array(prefixIpv4, { maxLength: 30 }),
  v6: fc.array(prefixIpv6, { maxLength: 30 }),
  gone4: fc.array(prefixIpv4, { maxLength: 30 }),
  gone6: fc.array(prefixIpv6, { maxLength: 30 }),
  attributes,
  isPartial: fc.boolean(),
  global: ipv6,
  linkLocal: fc.option(ipv6, { nil: undefined }),
  id: u32,
})

const update = routes.chain((drawn) => {
  const { v4, v6, gone4, gone6, isPartial, global, linkLocal, id } = drawn
  const message = (withIds: boolean): Message => ({
    type: 'update',
    announced: [...v4, ...v6],
    withdrawn: [...gone4, ...gone6],
    ...(withIds &&
      v4.length + v6.length + gone4.length + gone6.length > 0 && {
        pathIds: {
          announced: [...v4, ...v6].map((_, i) => (id + i) >>> 0),
          withdrawn: [...gone4, ...gone6].map((_, i) => (id ^ i) >>> 0),
        },
      }),
    attributes: { ...drawn.attributes, ...partialOf(drawn.attributes, isPartial) },
    ...(v6.length > 0 && {
      nextHopIpv6: { global, ...(linkLocal !== undefined && { linkLocal }) },
    }),
    outcome: 'ok',
    problems: [],
  })
  return fc.boolean().chain((withIds) =>
    fc.constantFrom(2 as const, 4 as const).map(
      (asWidth): Case => ({
        message: message(withIds),
        options: { asWidth, maxLength: 65_535, ...(withIds && { addPath: ['ipv4', 'ipv6'] }) },
      }),
    ),
  )
})

/** IPv4 prefixes behind an IPv6 next hop (RFC 8950). */
const mapped = fc.tuple(some(prefixIpv4), ipv6, fc.option(ipv6, { nil: undefined })).map(
  ([announced, nextHop, linkLocal]): Case => ({
    message: {
      type: 'update',
      announced,
      withdrawn: [],
      attributes: { nextHop, origin: 'igp', asPath: [] },
      nextHopIpv6: { global: nextHop, ...(linkLocal !== undefined && { linkLocal }) },
      outcome: 'ok',
      problems: [],
    },
    options: {},
  }),
)

const endOfRib = fc.constantFrom('ipv4' as const, 'ipv6' as const).map(
  (family): Case => ({
    message: {
      type: 'update',
      announced: [],
      withdrawn: [],
      attributes: {},
      endOfRib: family,
      outcome: 'ok',
      problems: [],
    },
    options: {},
  }),
)

const notification: fc.Arbitrary<Message> = fc.record({
  type: fc.constant('notification' as const),
  code: octet,
  subcode: octet,
  data: octets(200),
})
const refresh: fc.Arbitrary<Message> = fc.record({
  type: fc.constant('route-refresh' as const),
  afi: fc.integer({ min: 0, max: 65535 }),
  subtype: octet,
  safi: octet,
})

const plain = fc
  .oneof(open, notification, refresh, fc.constant<Message>({ type: 'keepalive' }))
  .map((message): Case => ({ message, options: {} }))

export const anyUpdate: fc.Arbitrary<Case> = fc
  .oneof({ weight: 6, arbitrary: update }, mapped, endOfRib)
  // fast-check makes objects without a prototype; a clone has the usual one.
  .map((found) => structuredClone(found) as Case)

export const anyCase: fc.Arbitrary<Case> = fc
  .oneof({ weight: 2, arbitrary: anyUpdate }, plain)
  .map((found) => structuredClone(found) as Case)

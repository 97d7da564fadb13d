/** Valid messages of all sorts from a seed: what the fuzzer mutates. */
import { unicast } from '../../src/bgp/address-family.ts'
import type { AsSegment } from '../../src/bgp/as-path.ts'
import type { Attributes } from '../../src/bgp/attributes.ts'
import { encodeCapabilities, ROLES } from '../../src/bgp/capabilities.ts'
import { type CodecOptions, type Encodable, encodeMessage } from '../../src/bgp/message.ts'
import type { Family } from '../../src/bgp/prefix.ts'
import { formatAddress, formatPrefix, network } from '../../src/bgp/prefix.ts'
import type { Random } from '../../src/lib/random.ts'

export interface Seedling {
  readonly bytes: Uint8Array
  /** With which it was encoded, and is decoded. */
  readonly options: CodecOptions
}

/** All sessions that the corpus knows. */
export const SESSIONS: readonly CodecOptions[] = [
  { asWidth: 4 },
  { asWidth: 2 },
  { asWidth: 4, addPath: ['ipv4', 'ipv6'], maxLength: 65_535 },
  { asWidth: 2, addPath: ['ipv6'], peer: 'internal' },
  { asWidth: 4, peer: 'external' },
]

export const corpusOf = (random: Random, size: number): Seedling[] =>
  Array.from({ length: size }, (_, i) => {
    const options = SESSIONS[i % SESSIONS.length] as CodecOptions
    return { options, bytes: encodeMessage(messageOf(random, options), options) }
  })

const messageOf = (random: Random, options: CodecOptions): Encodable => {
  const sort = random.integer(0, 15)
  if (sort === 0) return openOf(random)
  if (sort === 1)
    return { type: 'notification', code: octet(random), subcode: octet(random), data: data(random) }
  if (sort === 2) return { type: 'keepalive' }
  if (sort === 3)
    return { type: 'route-refresh', afi: random.integer(0, 3), subtype: octet(random) & 3, safi: 1 }
  if (sort === 4)
    return {
      type: 'update',
      announced: [],
      withdrawn: [],
      attributes: {},
      endOfRib: pick(random, ['ipv4', 'ipv6']),
    }
  return updateOf(random, options)
}

const updateOf = (random: Random, { peer }: CodecOptions): Encodable => {
  const isIpv6 = chance(random, 3)
  const announced = prefixes(random, 'ipv4', chance(random, 4) ? 0 : 6)
  const more = isIpv6 ? prefixes(random, 'ipv6', 6) : []
  const withdrawn = chance(random, 3)
    ? [...prefixes(random, 'ipv4', 5), ...prefixes(random, 'ipv6', 4)]
    : []
  return {
    type: 'update',
    announced: [...announced, ...more],
    withdrawn,
    pathIds: { announced: [1, 2, 0xffffffff], withdrawn: [7] },
    attributes: announced.length + more.length > 0 ? attributesOf(random, peer) : {},
    nextHopIpv6: {
      global: address(random, 'ipv6'),
      ...(chance(random, 2) && { linkLocal: 'fe80::1' }),
    },
  }
}

const attributesOf = (random: Random, peer: CodecOptions['peer']): Attributes => ({
  origin: pick(random, ['igp', 'egp', 'incomplete']),
  asPath: asPath(random, peer),
  nextHop: host(random),
  ...(chance(random, 2) && { med: u32(random) }),
  ...(chance(random, 2) && { communities: list(random, 5, () => u32(random)) }),
  ...(chance(random, 4) && { atomicAggregate: true }),
  ...(chance(random, 4) && { aggregator: { asn: asn(random), address: '10.0.0.9' } }),
  ...(chance(random, 3) && { largeCommunities: list(random, 3, () => triple(random)) }),
  ...(chance(random, 4) && { extendedCommunities: list(random, 3, () => hex(random, 8)) }),
  ...(chance(random, 8) && { ipv6ExtendedCommunities: list(random, 2, () => hex(random, 20)) }),
  ...(chance(random, 8) && { aigp: [{ type: 1, value: hex(random, 8) }] }),
  ...(chance(random, 8) && { onlyToCustomer: u32(random) }),
  ...(chance(random, 8) && { partial: [8, 16, 32] }),
  ...(chance(random, 5) && {
    unknown: [{ code: random.integer(40, 255), flags: 0xc0, value: data(random) }],
  }),
  ...(peer !== 'external' &&
    chance(random, 2) && {
      localPref: u32(random),
      originatorId: '10.0.0.1',
      clusterList: ['10.0.0.2', '10.0.0.3'],
    }),
})

const openOf = (random: Random): Encodable => ({
  type: 'open',
  version: 4,
  asn: asn(random),
  holdTimeS: random.integer(3, 180),
  routerId: '10.0.0.1',
  capabilities: encodeCapabilities({
    families: [unicast('ipv4'), unicast('ipv6')],
    routeRefresh: chance(random, 2),
    enhancedRefresh: chance(random, 2),
    extendedMessage: chance(random, 2),
    fourOctetAs: asn(random),
    role: pick(random, ROLES),
    addPath: [{ ...unicast('ipv4'), send: true, receive: chance(random, 2) }],
    hostname: { host: 'r1', domain: '' },
    gracefulRestart: {
      restarting: false,
      notification: true,
      timeS: 120,
      families: [{ ...unicast('ipv4'), forwarding: true }],
    },
    // Enough of them to need the long parameters of RFC 9072.
    unknown: list(random, 6, () => ({ code: 200, value: new Uint8Array(random.integer(0, 90)) })),
  }),
})

const asPath = (random: Random, peer: CodecOptions['peer']): AsSegment[] =>
  list(random, 2, () => ({
    type: pick(random, [
      'sequence',
      'sequence',
      'set',
      peer === 'external' ? 'sequence' : 'confed-sequence',
    ]),
    asns: list(random, 6, () => asn(random)),
  }))

const prefixes = (random: Random, family: Family, most: number): string[] =>
  most === 0 ? [] : list(random, most, () => prefix(random, family))

const prefix = (random: Random, family: Family): string => {
  const length = random.integer(0, family === 'ipv4' ? 32 : 128)
  return formatPrefix(network({ family, bits: bits(random, family), length }))
}

const address = (random: Random, family: Family): string =>
  formatAddress({ family, bits: bits(random, family) })

/** What can be a next hop: neither `this network` nor a group. */
const host = (random: Random): string => `${random.integer(1, 223)}.${random.integer(0, 255)}.0.1`

const bits = (random: Random, family: Family): bigint => {
  let value = BigInt(u32(random))
  if (family === 'ipv6')
    for (let i = 0; i < 3; i++) value = (value << 32n) | BigInt(chance(random, 2) ? 0 : u32(random))
  return value
}

const octet = (random: Random): number => random.integer(0, 255)
const u32 = (random: Random): number => random.integer(0, 0xffffffff)
const asn = (random: Random): number =>
  chance(random, 2) ? random.integer(1, 65_535) : random.integer(1, 0xffffffff)
const triple = (random: Random) => [u32(random), u32(random), u32(random)] as const
const data = (random: Random): Uint8Array =>
  Uint8Array.from({ length: random.integer(0, chance(random, 6) ? 300 : 20) }, () => octet(random))
const hex = (random: Random, octets: number): string =>
  Buffer.from(Array.from({ length: octets }, () => octet(random))).toString('hex')
/** One time in `n`. */
const chance = (random: Random, n: number): boolean => random.integer(1, n) === 1
const pick = <T>(random: Random, choices: readonly T[]): T =>
  choices[random.integer(0, choices.length - 1)] as T
const list = <T>(random: Random, most: number, make: () => T): T[] =>
  Array.from({ length: random.integer(1, most) }, make)

/**
 * The table of path attributes (RFC 4271 section 5 and the RFCs named in the rows): one row an
 * attribute, everything that the codec knows about it. `onError` is what a malformed value does to
 * its UPDATE (RFC 7606 section 7, or the RFC of the row).
 */
import type { WireOutcome } from '../lib/errors.ts'
import {
  type AsSegment,
  type AsWidth,
  type PathReading,
  readAsPath,
  writeAsn,
  writeAsPath,
} from './as-path.ts'
import { readIpv4Address, writeIpv4Address } from './nlri.ts'
import type { Reader } from './reader.ts'
import { WIRE_ERRORS, type WireErrorKind } from './wire-errors.ts'
import type { Writer } from './writer.ts'

export type Origin = 'igp' | 'egp' | 'incomplete'

export interface Aggregator {
  readonly asn: number
  readonly address: string
}

/** The attributes of a route by name. MP_REACH_NLRI and MP_UNREACH_NLRI are not here: they are part of the UPDATE. */
export interface Attributes {
  readonly origin?: Origin
  readonly asPath?: readonly AsSegment[]
  readonly nextHop?: string
  readonly med?: number
  readonly localPref?: number
  readonly atomicAggregate?: boolean
  readonly aggregator?: Aggregator
  readonly communities?: readonly number[]
  readonly originatorId?: string
  readonly clusterList?: readonly string[]
  /** 16 hexadecimal digits each. */
  readonly extendedCommunities?: readonly string[]
  /** 40 hexadecimal digits each. */
  readonly ipv6ExtendedCommunities?: readonly string[]
  readonly aigp?: readonly Tlv[]
  readonly largeCommunities?: readonly (readonly [number, number, number])[]
  /** RFC 9234. */
  readonly onlyToCustomer?: number
  /** Codes of attributes above that came with the Partial bit, which stays on them (RFC 4271 section 5). */
  readonly partial?: readonly number[]
  /** Attributes without a row. */
  readonly unknown?: readonly UnknownAttribute[]
}

export interface UnknownAttribute {
  readonly code: number
  readonly flags: number
  readonly value: Uint8Array
}

export interface Tlv {
  readonly type: number
  /** Hexadecimal. */
  readonly value: string
}

/** With what only an old speaker sends: decoding merges it into the others (RFC 6793 section 4.2.3). */
export interface WireAttributes extends Attributes {
  readonly as4Path?: readonly AsSegment[]
  readonly as4Aggregator?: Aggregator
}

export const FLAG = { optional: 0x80, transitive: 0x40, partial: 0x20, extended: 0x10 } as const
export const MP_REACH_NLRI = 14
export const MP_UNREACH_NLRI = 15

type Known = Exclude<keyof WireAttributes, 'unknown' | 'partial'>

export interface AttributeRow<Key extends Known = Known> {
  readonly code: number
  readonly name: string
  readonly rfc: string
  readonly key: Key
  /** Optional and Transitive as they must be. */
  readonly flags: number
  readonly onError: Exclude<WireOutcome, 'reset'>
  /** What wrong flags do, where that is not what RFC 7606 section 3 (c) says. */
  readonly onFlags?: 'discard'
  /** Octets, when there is one right number. */
  readonly length?: number
  /** The octets are a multiple of this, and not 0. */
  readonly unit?: number
  /** Discarded from an external peer. */
  readonly scope?: 'internal'
  /** Only between speakers of which one has AS numbers of two octets: discarded elsewhere (RFC 6793 section 4.1). */
  readonly era?: 'narrow'
  decode(reader: Reader, choice: PathReading): NonNullable<WireAttributes[Key]>
  encode(writer: Writer, value: NonNullable<WireAttributes[Key]>, width: AsWidth): unknown
}

/** Erases which attribute a row is for, so that rows of all sorts fit one list. */
const row = <Key extends Known>(fields: AttributeRow<Key>): AttributeRow =>
  fields as unknown as AttributeRow

const WELL_KNOWN = FLAG.transitive
const OPTIONAL = FLAG.optional
const TRANSITIVE = FLAG.optional | FLAG.transitive
const NO_HOST = { ...WIRE_ERRORS.invalidNextHop, section: 'RFC 4271 6.3' }
/** From 224.0.0.0 on: groups, and what is reserved. */
export const FIRST_GROUP = 224
const ORIGINS = ['igp', 'egp', 'incomplete'] as const

export const attributeTable: readonly AttributeRow[] = [
  row({
    code: 1,
    name: 'ORIGIN',
    rfc: 'RFC 7606 7.1',
    key: 'origin',
    flags: WELL_KNOWN,
    onError: 'withdraw',
    length: 1,
    decode: (r) => {
      const code = r.u8()
      return ORIGINS[code] ?? r.fail(`ORIGIN ${code}`, at(WIRE_ERRORS.invalidOrigin, '7.1'))
    },
    encode: (w, origin) => w.u8(ORIGINS.indexOf(origin)),
  }),
  row({
    code: 2,
    name: 'AS_PATH',
    rfc: 'RFC 7606 7.2',
    key: 'asPath',
    flags: WELL_KNOWN,
    onError: 'withdraw',
    decode: readAsPath,
    encode: writeAsPath,
  }),
  row({
    code: 3,
    name: 'NEXT_HOP',
    rfc: 'RFC 7606 7.3',
    key: 'nextHop',
    flags: WELL_KNOWN,
    onError: 'withdraw',
    length: 4,
    decode: (r) => {
      const first = r.peek()
      const address = readIpv4Address(r)
      if (first === 0 || first >= FIRST_GROUP) r.fail(`${address} is no host`, NO_HOST)
      return address
    },
    encode: writeIpv4Address,
  }),
  row({
    code: 4,
    name: 'MULTI_EXIT_DISC',
    rfc: 'RFC 7606 7.4',
    key: 'med',
    flags: OPTIONAL,
    onError: 'withdraw',
    length: 4,
    decode: (r) => r.u32(),
    encode: (w, med) => w.u32(med),
  }),
  row({
    code: 5,
    name: 'LOCAL_PREF',
    rfc: 'RFC 7606 7.5',
    key: 'localPref',
    flags: WELL_KNOWN,
    onError: 'withdraw',
    length: 4,
    scope: 'internal',
    decode: (r) => r.u32(),
    encode: (w, preference) => w.u32(preference),
  }),
  row({
    code: 6,
    name: 'ATOMIC_AGGREGATE',
    rfc: 'RFC 7606 7.6',
    key: 'atomicAggregate',
    flags: WELL_KNOWN,
    onError: 'discard',
    length: 0,
    decode: () => true,
    encode: () => undefined,
  }),
  row({
    code: 7,
    name: 'AGGREGATOR',
    rfc: 'RFC 7606 7.7',
    key: 'aggregator',
    flags: TRANSITIVE,
    onError: 'discard',
    decode: (r, { width, guess }) => {
      if (r.left !== 4 + width && !(guess && (r.left === 6 || r.left === 8)))
        r.fail(`${r.left} octets in place of ${4 + width}`)
      return aggregator(r, r.left === 8 ? r.u32() : r.u16())
    },
    encode: (w, { asn, address }, width) => writeIpv4Address(writeAsn(w, asn, width), address),
  }),
  row({
    code: 8,
    name: 'COMMUNITIES',
    rfc: 'RFC 7606 7.8',
    key: 'communities',
    flags: TRANSITIVE,
    onError: 'withdraw',
    unit: 4,
    decode: (r) => all(r, () => r.u32()),
    encode: (w, communities) => {
      for (const value of communities) w.u32(value)
    },
  }),
  row({
    code: 9,
    name: 'ORIGINATOR_ID',
    rfc: 'RFC 7606 7.9',
    key: 'originatorId',
    flags: OPTIONAL,
    onError: 'withdraw',
    length: 4,
    scope: 'internal',
    decode: readIpv4Address,
    encode: writeIpv4Address,
  }),
  row({
    code: 10,
    name: 'CLUSTER_LIST',
    rfc: 'RFC 7606 7.10',
    key: 'clusterList',
    flags: OPTIONAL,
    onError: 'withdraw',
    unit: 4,
    scope: 'internal',
    decode: (r) => all(r, () => readIpv4Address(r)),
    encode: (w, ids) => ids.map((id) => writeIpv4Address(w, id)),
  }),
  row({
    code: 16,
    name: 'EXTENDED_COMMUNITIES',
    rfc: 'RFC 7606 7.14',
    key: 'extendedCommunities',
    flags: TRANSITIVE,
    onError: 'withdraw',
    unit: 8,
    decode: (r) => all(r, () => hex(r.bytes(8))),
    encode: (w, values) => values.map((value) => w.bytes(octets(value, 8))),
  }),
  row({
    code: 17,
    name: 'AS4_PATH',
    rfc: 'RFC 6793 6',
    key: 'as4Path',
    flags: TRANSITIVE,
    onError: 'discard',
    era: 'narrow',
    decode: (r) => (r.left === 0 ? r.fail('no octets') : readAsPath(r, WIDE)),
    encode: (w, segments) => writeAsPath(w, segments, 4),
  }),
  row({
    code: 18,
    name: 'AS4_AGGREGATOR',
    rfc: 'RFC 6793 6',
    key: 'as4Aggregator',
    flags: TRANSITIVE,
    onError: 'discard',
    length: 8,
    era: 'narrow',
    decode: (r) => aggregator(r, r.u32()),
    encode: (w, { asn, address }) => writeIpv4Address(w.u32(asn), address),
  }),
  row({
    code: 25,
    name: 'IPV6_EXTENDED_COMMUNITIES',
    rfc: 'RFC 7606 7.15',
    key: 'ipv6ExtendedCommunities',
    flags: TRANSITIVE,
    onError: 'withdraw',
    unit: 20,
    decode: (r) => all(r, () => hex(r.bytes(20))),
    encode: (w, values) => values.map((value) => w.bytes(octets(value, 20))),
  }),
  row({
    code: 26,
    name: 'AIGP',
    rfc: 'RFC 7311 3.2',
    key: 'aigp',
    flags: OPTIONAL,
    onError: 'discard',
    onFlags: 'discard',
    decode: (r) => all(r, () => readTlv(r)),
    encode: (w, tlvs) =>
      tlvs.map(({ type, value }) =>
        w
          .u8(type)
          .u16(3 + value.length / 2)
          .bytes(octets(value, value.length / 2)),
      ),
  }),
  row({
    code: 32,
    name: 'LARGE_COMMUNITY',
    rfc: 'RFC 8092 6',
    key: 'largeCommunities',
    flags: TRANSITIVE,
    onError: 'withdraw',
    unit: 12,
    decode: (r) => all(r, () => [r.u32(), r.u32(), r.u32()] as const),
    encode: (w, values) => {
      for (const [a, b, c] of values) w.u32(a).u32(b).u32(c)
    },
  }),
  row({
    code: 35,
    name: 'ONLY_TO_CUSTOMER',
    rfc: 'RFC 9234 5',
    key: 'onlyToCustomer',
    flags: TRANSITIVE,
    onError: 'withdraw',
    length: 4,
    decode: (r) => r.u32(),
    encode: (w, asn) => w.u32(asn),
  }),
]

const byCode: (AttributeRow | undefined)[] = new Array(256).fill(undefined)
for (const entry of attributeTable) byCode[entry.code] = entry

export const attributeRow = (code: number): AttributeRow | undefined => byCode[code]

const WIDE: PathReading = { width: 4, guess: false }
const AIGP_TLV = 1

const at = (kind: WireErrorKind, section: string): WireErrorKind => ({
  ...kind,
  section: `RFC 7606 ${section}`,
})

const aggregator = (reader: Reader, asn: number): Aggregator => {
  if (asn === 0)
    reader.fail('AS number 0', { ...WIRE_ERRORS.optionalAttribute, section: 'RFC 7607 2' })
  return { asn, address: readIpv4Address(reader) }
}

/** RFC 7311 section 3.2: a TLV has at least its header, and the one of type 1 has 11 octets. */
const readTlv = (reader: Reader): Tlv => {
  const type = reader.u8()
  const length = reader.u16()
  if (length < 3 || (type === AIGP_TLV && length !== 11)) reader.fail(`a TLV of ${length} octets`)
  return { type, value: hex(reader.bytes(length - 3)) }
}

const hex = (value: Uint8Array): string => Buffer.from(value).toString('hex')

const octets = (value: string, length: number): Uint8Array => {
  const found = Buffer.from(value, 'hex')
  if (found.length !== length || value.length !== 2 * length)
    throw new RangeError(`${value} is not ${length} octets in hexadecimal`)
  return found
}

const all = <T>(reader: Reader, read: () => T): T[] => {
  const values: T[] = []
  while (reader.left > 0) values.push(read())
  return values
}

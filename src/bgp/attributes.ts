/**
 * The table of path attributes (RFC 4271 section 5 and the RFCs named in the rows): one row an
 * attribute, everything that the codec knows about it.
 */
import { type AsSegment, type AsWidth, guessWidth, readAsPath, writeAsPath } from './as-path.ts'
import { addressBytes, addressText } from './nlri.ts'
import { createReader, type Reader } from './reader.ts'
import { WIRE_ERRORS } from './wire-errors.ts'
import type { Writer } from './writer.ts'

export type Origin = 'igp' | 'egp' | 'incomplete'

/** The attributes of a route by name. MP_REACH_NLRI and MP_UNREACH_NLRI are not here: they are part of the UPDATE. */
export interface Attributes {
  readonly origin?: Origin
  readonly asPath?: readonly AsSegment[]
  readonly nextHop?: string
  readonly med?: number
  readonly localPref?: number
  readonly atomicAggregate?: boolean
  readonly aggregator?: { readonly asn: number; readonly address: string }
  readonly communities?: readonly number[]
  readonly originatorId?: string
  readonly clusterList?: readonly string[]
  readonly extendedCommunities?: readonly string[]
  readonly as4Path?: readonly AsSegment[]
  readonly as4Aggregator?: { readonly asn: number; readonly address: string }
  readonly largeCommunities?: readonly (readonly [number, number, number])[]
  /** RFC 9234. */
  readonly onlyToCustomer?: number
  /** Attributes without a row. */
  readonly unknown?: readonly UnknownAttribute[]
}

export interface UnknownAttribute {
  readonly code: number
  readonly flags: number
  readonly value: Uint8Array
}

/** What a malformed attribute does to its UPDATE (RFC 7606 section 2, mildest last). */
export type Treatment = 'reset' | 'withdraw' | 'discard'

export const FLAG = { optional: 0x80, transitive: 0x40, partial: 0x20, extended: 0x10 } as const
export const MP_REACH_NLRI = 14
export const MP_UNREACH_NLRI = 15

type Known = Exclude<keyof Attributes, 'unknown'>

interface Row<Key extends Known = Known> {
  readonly code: number
  readonly name: string
  readonly key: Key
  readonly flags: number
  readonly onError: Treatment
  decode(reader: Reader, width: AsWidth): NonNullable<Attributes[Key]>
  encode(writer: Writer, value: NonNullable<Attributes[Key]>, width: AsWidth): unknown
}

/** Erases which attribute a row is for, so that rows of all sorts fit one list. */
const row = <Key extends Known>(fields: Row<Key>): Row => fields as unknown as Row

const WELL_KNOWN = FLAG.transitive
const OPTIONAL = FLAG.optional
const TRANSITIVE = FLAG.optional | FLAG.transitive
const ORIGINS = ['igp', 'egp', 'incomplete'] as const

export const attributeTable: readonly Row[] = [
  row({
    code: 1,
    name: 'ORIGIN',
    key: 'origin',
    flags: WELL_KNOWN,
    onError: 'withdraw',
    decode: (r) => {
      const code = r.u8()
      return (
        ORIGINS[code] ??
        r.fail(`ORIGIN ${code}`, { ...WIRE_ERRORS.invalidOrigin, section: 'RFC 7606 7.1' })
      )
    },
    encode: (w, origin) => w.u8(ORIGINS.indexOf(origin)),
  }),
  row({
    code: 2,
    name: 'AS_PATH',
    key: 'asPath',
    flags: WELL_KNOWN,
    onError: 'withdraw',
    decode: readGuessed,
    encode: writeAsPath,
  }),
  row({
    code: 3,
    name: 'NEXT_HOP',
    key: 'nextHop',
    flags: WELL_KNOWN,
    onError: 'withdraw',
    decode: (r) => addressText(r.bytes(4)),
    encode: (w, address) => w.bytes(addressBytes(address)),
  }),
  row({
    code: 4,
    name: 'MULTI_EXIT_DISC',
    key: 'med',
    flags: OPTIONAL,
    onError: 'withdraw',
    decode: (r) => r.u32(),
    encode: (w, med) => w.u32(med),
  }),
  row({
    code: 5,
    name: 'LOCAL_PREF',
    key: 'localPref',
    flags: WELL_KNOWN,
    onError: 'withdraw',
    decode: (r) => r.u32(),
    encode: (w, preference) => w.u32(preference),
  }),
  row({
    code: 6,
    name: 'ATOMIC_AGGREGATE',
    key: 'atomicAggregate',
    flags: WELL_KNOWN,
    onError: 'discard',
    decode: () => true,
    encode: () => undefined,
  }),
  row({
    code: 7,
    name: 'AGGREGATOR',
    key: 'aggregator',
    flags: TRANSITIVE,
    onError: 'discard',
    // Eight octets mean a wide AS number, six a narrow one: the length is better evidence than the OPEN.
    decode: (r) => ({
      asn: r.left === 8 ? r.u32() : r.u16(),
      address: addressText(r.bytes(4)),
    }),
    encode: (w, { asn, address }, width) =>
      (width === 4 ? w.u32(asn) : w.u16(asn)).bytes(addressBytes(address)),
  }),
  row({
    code: 8,
    name: 'COMMUNITIES',
    key: 'communities',
    flags: TRANSITIVE,
    onError: 'withdraw',
    decode: (r) => all(r, () => r.u32()),
    encode: (w, communities) => communities.map((value) => w.u32(value)),
  }),
  row({
    code: 9,
    name: 'ORIGINATOR_ID',
    key: 'originatorId',
    flags: OPTIONAL,
    onError: 'withdraw',
    decode: (r) => addressText(r.bytes(4)),
    encode: (w, id) => w.bytes(addressBytes(id)),
  }),
  row({
    code: 10,
    name: 'CLUSTER_LIST',
    key: 'clusterList',
    flags: OPTIONAL,
    onError: 'withdraw',
    decode: (r) => all(r, () => addressText(r.bytes(4))),
    encode: (w, ids) => ids.map((id) => w.bytes(addressBytes(id))),
  }),
  row({
    code: 16,
    name: 'EXTENDED_COMMUNITIES',
    key: 'extendedCommunities',
    flags: TRANSITIVE,
    onError: 'withdraw',
    decode: (r) => all(r, () => Buffer.from(r.bytes(8)).toString('hex')),
    encode: (w, values) => values.map((hex) => w.bytes(Buffer.from(hex, 'hex'))),
  }),
  row({
    code: 17,
    name: 'AS4_PATH',
    key: 'as4Path',
    flags: TRANSITIVE,
    onError: 'discard',
    decode: (r) => readAsPath(r, 4),
    encode: (w, segments) => writeAsPath(w, segments, 4),
  }),
  row({
    code: 18,
    name: 'AS4_AGGREGATOR',
    key: 'as4Aggregator',
    flags: TRANSITIVE,
    onError: 'discard',
    decode: (r) => ({ asn: r.u32(), address: addressText(r.bytes(4)) }),
    encode: (w, { asn, address }) => w.u32(asn).bytes(addressBytes(address)),
  }),
  row({
    code: 32,
    name: 'LARGE_COMMUNITY',
    key: 'largeCommunities',
    flags: TRANSITIVE,
    onError: 'withdraw',
    decode: (r) => all(r, () => [r.u32(), r.u32(), r.u32()] as const),
    encode: (w, values) => values.flat().map((value) => w.u32(value)),
  }),
  row({
    code: 35,
    name: 'ONLY_TO_CUSTOMER',
    key: 'onlyToCustomer',
    flags: TRANSITIVE,
    onError: 'withdraw',
    decode: (r) => r.u32(),
    encode: (w, asn) => w.u32(asn),
  }),
]

const byCode = new Map(attributeTable.map((entry) => [entry.code, entry]))

export const attributeRow = (code: number): Row | undefined => byCode.get(code)

function readGuessed(reader: Reader, expected: AsWidth): AsSegment[] {
  const { offset } = reader
  const octets = reader.bytes(reader.left)
  return readAsPath(createReader(octets, 'RFC 4271 4.3', offset), guessWidth(octets, expected))
}

const all = <T>(reader: Reader, read: () => T): T[] => {
  const values: T[] = []
  while (reader.left > 0) values.push(read())
  return values
}

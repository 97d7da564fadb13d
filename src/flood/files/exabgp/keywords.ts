/** The attributes of a route by their words: one entry each. */
import { addressBytes } from '../../../bgp/nlri.ts'
import { parseAddress } from '../../../bgp/prefix.ts'
import { createWriter } from '../../../bgp/writer.ts'
import type { RawAttribute } from '../raw-attributes.ts'
import { asPath } from './as-path-words.ts'
import { community, extendedCommunity, largeCommunity } from './community-words.ts'
import { type Cursor, LineError, list, type Token, wholeNumber } from './tokens.ts'

const U32 = 0xffffffff
const WELL_KNOWN = 0x40
const OPTIONAL = 0x80
const TRANSITIVE = 0xc0

/** Reads what is behind the word. */
type Read = (cursor: Cursor) => RawAttribute

const WORDS: Readonly<Record<string, Read>> = {
  origin: (cursor) => {
    const token = cursor.need('the origin')
    const value = ORIGINS.indexOf(token.text.toLowerCase())
    if (value < 0)
      throw new LineError(`origin ${token.text}`, token, `one of ${ORIGINS.join(', ')}`)
    return { code: 1, flags: WELL_KNOWN, value: Uint8Array.of(value) }
  },
  'as-path': (cursor) => ({ code: 2, flags: WELL_KNOWN, value: asPath(cursor) }),
  med: (cursor) => ({ code: 4, flags: OPTIONAL, value: number(cursor, 'med') }),
  'local-preference': (cursor) => ({
    code: 5,
    flags: WELL_KNOWN,
    value: number(cursor, 'local-preference'),
  }),
  'atomic-aggregate': () => ({ code: 6, flags: WELL_KNOWN, value: new Uint8Array(0) }),
  aggregator: (cursor) => ({ code: 7, flags: TRANSITIVE, value: aggregator(cursor) }),
  community: (cursor) => ({
    code: 8,
    flags: TRANSITIVE,
    value: joined(list(cursor, 'community').map(community)),
  }),
  'originator-id': (cursor) => ({
    code: 9,
    flags: OPTIONAL,
    value: ipv4(cursor.need('the originator-id')),
  }),
  'cluster-list': (cursor) => ({
    code: 10,
    flags: OPTIONAL,
    value: joined(list(cursor, 'cluster-list').map(ipv4)),
  }),
  'extended-community': (cursor) => ({
    code: 16,
    flags: TRANSITIVE,
    value: joined(list(cursor, 'extended-community').map(extendedCommunity)),
  }),
  aigp: (cursor) => ({
    code: 26,
    flags: OPTIONAL,
    // One TLV: type 1, 11 octets, a metric of eight octets (RFC 7311 section 3).
    value: Uint8Array.of(1, 0, 11, 0, 0, 0, 0, ...number(cursor, 'aigp')),
  }),
  'large-community': (cursor) => ({
    code: 32,
    flags: TRANSITIVE,
    value: joined(list(cursor, 'large-community').map(largeCommunity)),
  }),
  attribute: (cursor) => anyAttribute(cursor),
}

export const ATTRIBUTE_WORDS: ReadonlyMap<string, Read> = new Map(Object.entries(WORDS))

const ORIGINS = ['igp', 'egp', 'incomplete']

const number = (cursor: Cursor, what: string): Uint8Array =>
  createWriter()
    .u32(wholeNumber(cursor.need(`the ${what}`), U32, what))
    .take()

const ipv4 = (token: Token): Uint8Array => {
  if (parseAddress(token.text)?.family !== 'ipv4')
    throw new LineError(`${token.text} is no IPv4 address`, token)
  return addressBytes(token.text)
}

/** `( 64500:192.0.2.1 )`, the parentheses may be missing. */
const aggregator = (cursor: Cursor): Uint8Array => {
  const words = list(cursor, 'aggregator')
  const [token] = words
  const [asn = '', address = ''] = token?.text.split(':') ?? []
  if (!token || words.length !== 1)
    throw new LineError('an aggregator is one word', token ?? cursor.peek(), 'ASN:ADDRESS')
  return createWriter()
    .u32(wholeNumber({ ...token, text: asn }, U32, 'AS number'))
    .bytes(ipv4({ ...token, text: address }))
    .take()
}

/** `[ 0x63 0xc0 0x0102 ]`: code, flags and value. */
const anyAttribute = (cursor: Cursor): RawAttribute => {
  const start = cursor.peek()
  const [code, flags, value] = list(cursor, 'attribute')
  if (!code || !flags || !value || !/^0x(?:[0-9a-f]{2})*$/i.test(value.text))
    throw new LineError('an attribute is code, flags and value', start, '[ 0x63 0xc0 0x0102 ]')
  return {
    code: wholeNumber(code, 255, 'code'),
    flags: wholeNumber(flags, 255, 'flags') & ~0x10,
    value: Buffer.from(value.text.slice(2), 'hex'),
  }
}

const joined = (values: readonly Uint8Array[]): Uint8Array => Buffer.concat(values)

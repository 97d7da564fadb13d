/** Prefixes on the wire: length in bits, then as many octets as that needs (RFC 4271 section 4.3). */
import { ipv4Text, ipv6Text } from '../lib/address-text.ts'
import { type Family, parseAddress, parsePrefix } from './prefix.ts'
import type { Reader } from './reader.ts'
import { WIRE_ERRORS } from './wire-errors.ts'
import type { Writer } from './writer.ts'

/** Prefixes with the path identifiers of RFC 7911 beside them, where the session has those. */
export interface Nlri {
  readonly prefixes: string[]
  readonly pathIds?: number[]
}

/** All prefixes up to the end of the reader, in canonical text (bits behind the length are ignored). */
export const readNlri = (reader: Reader, family: Family, hasPathIds = false): Nlri => {
  const prefixes: string[] = []
  const read = family === 'ipv4' ? readIpv4 : readIpv6
  if (!hasPathIds) {
    while (reader.left > 0) prefixes.push(read(reader))
    return { prefixes }
  }
  const pathIds: number[] = []
  while (reader.left > 0) {
    pathIds.push(reader.u32())
    prefixes.push(read(reader))
  }
  return { prefixes, pathIds }
}

/** With `pathIds` every prefix has one in front, 0 where the list has none. */
export const writeNlri = (
  writer: Writer,
  prefixes: readonly string[],
  pathIds?: readonly number[],
): Writer => {
  for (let i = 0; i < prefixes.length; i++) {
    if (pathIds) writer.u32(pathIds[i] ?? 0)
    writePrefix(writer, prefixes[i] as string)
  }
  return writer
}

/** The octets of an address in text; its length tells the family. */
export const addressBytes = (text: string): Uint8Array => {
  if (parseQuad(text, text.length)) return Uint8Array.of(quad >>> 24, quad >>> 16, quad >>> 8, quad)
  if (parseGroups(text, text.length)) return address.slice()
  const { family, bits } = parsed(parseAddress(text), text)
  return addressOctets(bits, family)
}

export const addressText = (bytes: Uint8Array): string =>
  bytes.length === 4 ? ipv4Text(bytes) : ipv6Text(bytes)

export const readIpv4Address = (reader: Reader): string =>
  `${reader.u8()}.${reader.u8()}.${reader.u8()}.${reader.u8()}`

export const writeIpv4Address = (writer: Writer, text: string): Writer => {
  if (parseQuad(text, text.length)) return writer.u32(quad)
  throw new RangeError(`${text} is no IPv4 address`)
}

const readIpv4 = (reader: Reader): string => {
  const length = reader.u8()
  if (length > 32) reader.fail(`prefix length ${length}`, WIRE_ERRORS.invalidNetwork)
  if (length === 0) return '0.0.0.0/0'
  const octets = (length + 7) >> 3
  let bits = 0
  for (let i = 0; i < octets; i++) bits |= reader.u8() << (24 - 8 * i)
  bits &= -1 << (32 - length)
  return `${bits >>> 24}.${(bits >>> 16) & 0xff}.${(bits >>> 8) & 0xff}.${bits & 0xff}/${length}`
}

const readIpv6 = (reader: Reader): string => {
  const length = reader.u8()
  if (length > 128) reader.fail(`prefix length ${length}`, WIRE_ERRORS.invalidNetwork)
  const octets = (length + 7) >> 3
  address.fill(0)
  for (let i = 0; i < octets; i++) address[i] = reader.u8()
  if (length % 8 !== 0)
    address[length >> 3] = (address[length >> 3] as number) & (0xff00 >> (length % 8))
  return `${ipv6Text(address)}/${length}`
}

/** Reused for every prefix. */
const address = new Uint8Array(16)

const writePrefix = (writer: Writer, text: string): void => {
  if (writeQuadPrefix(writer, text) || writeGroupsPrefix(writer, text)) return
  const { family, bits, length } = parsed(parsePrefix(text), text)
  const octets = addressOctets(bits, family)
  writer.u8(length).bytes(octets.subarray(0, (length + 7) >> 3))
}

/** IPv4 without a BigInt: most of a full table. False for what is not plain `a.b.c.d/n`. */
const writeQuadPrefix = (writer: Writer, text: string): boolean => {
  const slash = text.length - (text.charCodeAt(text.length - 2) === SLASH ? 2 : 3)
  if (text.charCodeAt(slash) !== SLASH || !parseQuad(text, slash)) return false
  const length = decimal(text, slash + 1, text.length)
  if (length < 0 || length > 32 || quad & (length === 0 ? -1 : ~(-1 << (32 - length)))) return false
  writer.u8(length)
  for (let i = 0; i < (length + 7) >> 3; i++) writer.u8(quad >>> (24 - 8 * i))
  return true
}

/** The same for IPv6 without a dotted quad. False for all else, right or wrong. */
const writeGroupsPrefix = (writer: Writer, text: string): boolean => {
  const slash = text.length - (text.charCodeAt(text.length - 2) === SLASH ? 2 : lengthDigits(text))
  const length = decimal(text, slash + 1, text.length)
  if (text.charCodeAt(slash) !== SLASH || length < 0 || length > 128) return false
  if (!parseGroups(text, slash)) return false
  const octets = (length + 7) >> 3
  for (let i = octets; i < 16; i++) if (address[i] !== 0) return false
  if (length % 8 !== 0 && (address[octets - 1] as number) & (0xff >> (length % 8))) return false
  writer.u8(length)
  for (let i = 0; i < octets; i++) writer.u8(address[i] as number)
  return true
}

const lengthDigits = (text: string): number => (text.charCodeAt(text.length - 3) === SLASH ? 3 : 4)

/** Into `address`. */
const parseGroups = (text: string, end: number): boolean => {
  let at = 0
  let written = 0
  let gap = -1
  address.fill(0)
  if (text.charCodeAt(0) === COLON) {
    if (text.charCodeAt(1) !== COLON || end < 2) return false
    gap = 0
    at = 2
  }
  while (at < end) {
    let value = 0
    const from = at
    for (let digit = hexDigit(text, at); at < end && digit >= 0; digit = hexDigit(text, at)) {
      value = (value << 4) | digit
      at++
    }
    if (at === from || at - from > 4 || written === 16) return false
    address[written++] = value >> 8
    address[written++] = value & 0xff
    if (at === end) break
    if (text.charCodeAt(at++) !== COLON || at === end) return false
    if (text.charCodeAt(at) === COLON) {
      if (gap >= 0) return false
      gap = written
      at++
    }
  }
  if (gap < 0) return written === 16
  if (written === 16) return false
  address.copyWithin(16 - (written - gap), gap, written)
  address.fill(0, gap, 16 - (written - gap))
  return true
}

const hexDigit = (text: string, at: number): number => {
  const code = text.charCodeAt(at)
  if (code >= 48 && code <= 57) return code - 48
  return code >= 97 && code <= 102 ? code - 87 : -1
}

const SLASH = 47
const DOT = 46
const COLON = 58
/** What parseQuad found. */
let quad = 0

const parseQuad = (text: string, end: number): boolean => {
  let from = 0
  quad = 0
  for (let i = 0; i < 4; i++) {
    let to = from
    while (to < end && text.charCodeAt(to) !== DOT) to++
    const octet = decimal(text, from, to)
    if (octet < 0 || octet > 255 || (to === end) !== (i === 3)) return false
    quad = (quad << 8) | octet
    from = to + 1
  }
  return true
}

/** One to three digits without leading zeros, else -1. */
const decimal = (text: string, from: number, to: number): number => {
  if (to - from < 1 || to - from > 3 || (text.charCodeAt(from) === 48 && to - from > 1)) return -1
  let value = 0
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    value = 10 * value + digit
  }
  return value
}

const addressOctets = (bits: bigint, family: Family): Uint8Array => {
  const octets = new Uint8Array(family === 'ipv4' ? 4 : 16)
  let left = bits
  for (let at = octets.length - 1; at >= 0; at--) {
    octets[at] = Number(left & 0xffn)
    left >>= 8n
  }
  return octets
}

const parsed = <T>(value: T | undefined, text: string): T => {
  if (value === undefined) throw new RangeError(`${text} is no address or prefix`)
  return value
}

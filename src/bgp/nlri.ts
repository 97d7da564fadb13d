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
  if (writeQuadPrefix(writer, text)) return
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

const SLASH = 47
const DOT = 46
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

/** Prefixes on the wire: length in bits, then as many octets as that needs (RFC 4271 section 4.3). */
import { ipv4Text, ipv6Text } from '../lib/address-text.ts'
import { type Family, parseAddress, parsePrefix } from './prefix.ts'
import type { Reader } from './reader.ts'
import { WIRE_ERRORS } from './wire-errors.ts'
import type { Writer } from './writer.ts'

/** All prefixes up to the end of the reader, in canonical text (bits behind the length are ignored). */
export const readPrefixes = (reader: Reader, family: Family): string[] => {
  const prefixes: string[] = []
  while (reader.left > 0) prefixes.push(readPrefix(reader, family))
  return prefixes
}

export const writePrefixes = (writer: Writer, prefixes: readonly string[]): Writer => {
  for (const text of prefixes) {
    const { family, bits, length } = parsed(parsePrefix(text), text)
    const octets = addressOctets(bits, family)
    writer.u8(length).bytes(octets.subarray(0, Math.ceil(length / 8)))
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

const readPrefix = (reader: Reader, family: Family): string => {
  const octets = family === 'ipv4' ? 4 : 16
  const length = reader.u8()
  if (length > octets * 8) reader.fail(`prefix length ${length}`, WIRE_ERRORS.invalidNetwork)
  const address = new Uint8Array(octets)
  address.set(reader.bytes(Math.ceil(length / 8)))
  if (length % 8 !== 0)
    address[length >> 3] = (address[length >> 3] ?? 0) & (0xff00 >> (length % 8))
  return `${addressText(address)}/${length}`
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

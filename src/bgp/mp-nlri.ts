/** The values of MP_REACH_NLRI and MP_UNREACH_NLRI (RFC 4760 sections 3 and 4), unicast only. */
import { addressBytes, addressText, readPrefixes, writePrefixes } from './nlri.ts'
import type { Family } from './prefix.ts'
import type { Reader } from './reader.ts'
import { WIRE_ERRORS } from './wire-errors.ts'
import type { Writer } from './writer.ts'

export interface Reach {
  readonly family: Family
  readonly nextHop: string
  /** Often sent beside a global IPv6 next hop (RFC 2545 section 3). */
  readonly linkLocal?: string
  readonly prefixes: readonly string[]
}

export interface Unreach {
  readonly family: Family
  readonly prefixes: readonly string[]
}

/** Undefined for address families other than IPv4 and IPv6 unicast. */
export const readReach = (reader: Reader): Reach | undefined => {
  const family = readFamily(reader)
  if (!family) return undefined
  const nextHop = reader.bytes(reader.u8())
  if (![4, 16, 32].includes(nextHop.length))
    reader.fail(`a next hop of ${nextHop.length} octets`, WIRE_ERRORS.optionalAttribute)
  reader.u8()
  return {
    family,
    nextHop: addressText(nextHop.subarray(0, 16)),
    ...(nextHop.length === 32 && { linkLocal: addressText(nextHop.subarray(16)) }),
    prefixes: readPrefixes(reader, family),
  }
}

export const readUnreach = (reader: Reader): Unreach | undefined => {
  const family = readFamily(reader)
  return family && { family, prefixes: readPrefixes(reader, family) }
}

export const writeReach = (writer: Writer, reach: Reach): Writer => {
  const { family, nextHop, linkLocal, prefixes } = reach
  writeFamily(writer, family).sized8((w) => {
    w.bytes(addressBytes(nextHop))
    if (linkLocal) w.bytes(addressBytes(linkLocal))
  })
  return writePrefixes(writer.u8(0), prefixes)
}

export const writeUnreach = (writer: Writer, { family, prefixes }: Unreach): Writer =>
  writePrefixes(writeFamily(writer, family), prefixes)

const FAMILIES: Readonly<Record<number, Family>> = { 1: 'ipv4', 2: 'ipv6' }
const UNICAST = 1

const readFamily = (reader: Reader): Family | undefined => {
  const afi = reader.u16()
  return reader.u8() === UNICAST ? FAMILIES[afi] : undefined
}

const writeFamily = (writer: Writer, family: Family): Writer =>
  writer.u16(family === 'ipv4' ? 1 : 2).u8(UNICAST)

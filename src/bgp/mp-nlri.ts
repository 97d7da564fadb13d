/** The values of MP_REACH_NLRI and MP_UNREACH_NLRI (RFC 4760 sections 3 and 4), unicast only. */
import { AFI, familyOf, readAddressFamily, UNICAST } from './address-family.ts'
import { addressBytes, addressText, type Nlri, readNlri, writeNlri } from './nlri.ts'
import type { Family } from './prefix.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

export interface Unreach {
  readonly family: Family
  readonly prefixes: readonly string[]
  /** Of the prefixes, where the session has path identifiers (RFC 7911). */
  readonly pathIds?: readonly number[]
}

export interface Reach extends Unreach {
  readonly nextHop: string
  /** Often sent beside a global IPv6 next hop (RFC 2545 section 3). */
  readonly linkLocal?: string
}

/** Undefined for address families other than IPv4 and IPv6 unicast. */
export const readReach = (reader: Reader, addPath: readonly Family[] = []): Reach | undefined => {
  const family = familyOf(readAddressFamily(reader))
  const nextHop = reader.bytes(reader.u8())
  reader.u8()
  if (!family) return undefined
  if (!NEXT_HOP_OCTETS[family].includes(nextHop.length))
    reader.fail(`a next hop of ${nextHop.length} octets`)
  return {
    family,
    nextHop: addressText(nextHop.subarray(0, 16)),
    ...(nextHop.length === 32 && { linkLocal: addressText(nextHop.subarray(16)) }),
    ...nlriOf(reader, family, addPath),
  }
}

export const readUnreach = (
  reader: Reader,
  addPath: readonly Family[] = [],
): Unreach | undefined => {
  const family = familyOf(readAddressFamily(reader))
  return family && { family, ...nlriOf(reader, family, addPath) }
}

export const writeReach = (writer: Writer, reach: Reach): Writer => {
  const { family, nextHop, linkLocal, prefixes, pathIds } = reach
  writeFamily(writer, family).sized8((w) => {
    w.bytes(addressBytes(nextHop))
    if (linkLocal) w.bytes(addressBytes(linkLocal))
  })
  return writeNlri(writer.u8(0), prefixes, pathIds)
}

export const writeUnreach = (writer: Writer, { family, prefixes, pathIds }: Unreach): Writer =>
  writeNlri(writeFamily(writer, family), prefixes, pathIds)

/** IPv4 with an IPv6 next hop: RFC 8950. */
const NEXT_HOP_OCTETS: Readonly<Record<Family, readonly number[]>> = {
  ipv4: [4, 16, 32],
  ipv6: [16, 32],
}

const nlriOf = (reader: Reader, family: Family, addPath: readonly Family[]): Nlri =>
  readNlri(reader, family, addPath.includes(family))

const writeFamily = (writer: Writer, family: Family): Writer => writer.u16(AFI[family]).u8(UNICAST)

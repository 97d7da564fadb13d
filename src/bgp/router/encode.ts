/** RouteUpdates as octets, straight from the prefix table. */
import type { AsWidth } from '../as-path.ts'
import { type Attributes, FLAG, MP_REACH_NLRI, MP_UNREACH_NLRI } from '../attributes.ts'
import { addressBytes } from '../nlri.ts'
import { writeAttributes } from '../path-attributes.ts'
import type { Family } from '../prefix.ts'
import type { Writer } from '../writer.ts'
import type { AttributeSet } from './attribute-set.ts'
import type { RouteUpdate } from './events.ts'
import type { PrefixId, PrefixTable } from './prefix-table.ts'

/** Appends one whole UPDATE message, header included. All its prefixes are of one family. */
export const writeRouteUpdate = (
  writer: Writer,
  { withdrawn, announced, set, endOfRib }: RouteUpdate,
  table: PrefixTable,
  asWidth: AsWidth = 4,
): Writer => {
  const first = withdrawn[0] ?? announced[0]
  const family = first === undefined ? (endOfRib ?? 'ipv4') : table.family(first)
  const isIpv4 = family === 'ipv4'
  const start = writer.length
  writer.bytes(MARKER).u16(0).u8(UPDATE)
  writer.sized16((w) => isIpv4 && writePrefixes(w, withdrawn, table))
  writer.sized16((w) => {
    if (!isIpv4 && (withdrawn.length > 0 || endOfRib)) writeUnreach(w, withdrawn, table)
    if (!set || announced.length === 0) return
    if (!isIpv4) writeReach(w, set, announced, table)
    writeAttributes(w, { attributes: told(set, family) }, { asWidth })
  })
  if (isIpv4) writePrefixes(writer, announced, table)
  const length = writer.length - start
  return writer.set8(start + 16, length >> 8).set8(start + 17, length)
}

const MARKER = new Uint8Array(16).fill(0xff)
const UPDATE = 2
const IPV6_UNICAST = Uint8Array.of(0, 2, 1)

const told = ({ attributes, nextHop }: AttributeSet, family: Family): Attributes =>
  family === 'ipv4' ? { ...attributes, nextHop } : attributes

const writePrefixes = (writer: Writer, ids: readonly PrefixId[], table: PrefixTable): void => {
  for (const id of ids) table.write(id, writer)
}

/** RFC 4760 section 3, with the next hops of RFC 2545. */
const writeReach = (
  writer: Writer,
  { nextHop, linkLocal }: AttributeSet,
  ids: readonly PrefixId[],
  table: PrefixTable,
): void => {
  writer.u8(FLAG.optional | FLAG.extended).u8(MP_REACH_NLRI)
  writer.sized16((w) => {
    w.bytes(IPV6_UNICAST).sized8((hops) => {
      hops.bytes(addressBytes(nextHop))
      if (linkLocal) hops.bytes(addressBytes(linkLocal))
    })
    writePrefixes(w.u8(0), ids, table)
  })
}

const writeUnreach = (writer: Writer, ids: readonly PrefixId[], table: PrefixTable): void => {
  writer.u8(FLAG.optional | FLAG.extended).u8(MP_UNREACH_NLRI)
  writer.sized16((w) => writePrefixes(w.bytes(IPV6_UNICAST), ids, table))
}

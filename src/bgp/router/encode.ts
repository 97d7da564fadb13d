/** RouteUpdates as octets, straight from the prefix table. */
import type { AsWidth } from '../as-path.ts'
import { type Attributes, FLAG, MP_REACH_NLRI, MP_UNREACH_NLRI } from '../attributes.ts'
import { addressBytes } from '../nlri.ts'
import { writeAttributes } from '../path-attributes.ts'
import type { Family } from '../prefix.ts'
import { createWriter, type Writer } from '../writer.ts'
import type { Interned } from './attribute-store.ts'
import type { RouteUpdate } from './events.ts'
import type { PrefixId, PrefixTable } from './prefix-table.ts'

/** One whole UPDATE message, header included. All its prefixes are of one family. */
export const encodeRouteUpdate = (
  { withdrawn, announced, set, endOfRib }: RouteUpdate,
  table: PrefixTable,
  asWidth: AsWidth = 4,
): Uint8Array => {
  const first = withdrawn[0] ?? announced[0]
  const family = first === undefined ? (endOfRib ?? 'ipv4') : table.family(first)
  const gone = prefixOctets(withdrawn, table)
  const come = prefixOctets(announced, table)
  const isIpv4 = family === 'ipv4'
  const writer = createWriter().bytes(MARKER).u16(0).u8(UPDATE)
  writer.sized16((w) => isIpv4 && w.bytes(gone))
  writer.sized16((w) => {
    if (!isIpv4 && (gone.length > 0 || endOfRib)) writeUnreach(w, gone)
    if (!isIpv4 && set && come.length > 0) writeReach(w, set, come)
    if (set && come.length > 0) writeAttributes(w, { attributes: told(set, family) }, { asWidth })
  })
  if (isIpv4) writer.bytes(come)
  const bytes = writer.take()
  bytes[16] = bytes.length >> 8
  bytes[17] = bytes.length
  return bytes
}

const MARKER = new Uint8Array(16).fill(0xff)
const UPDATE = 2
const IPV6_UNICAST = Uint8Array.of(0, 2, 1)

const told = ({ attributes, nextHop }: Interned, family: Family): Attributes =>
  family === 'ipv4' ? { ...attributes, nextHop } : attributes

const prefixOctets = (ids: readonly PrefixId[], table: PrefixTable): Uint8Array => {
  let length = 0
  for (const id of ids) length += table.wireLength(id)
  const octets = new Uint8Array(length)
  let at = 0
  for (const id of ids) at = table.write(id, octets, at)
  return octets
}

/** RFC 4760 section 3, with the next hops of RFC 2545. */
const writeReach = (
  writer: Writer,
  { nextHop, linkLocal }: Interned,
  prefixes: Uint8Array,
): void => {
  writer.u8(FLAG.optional | FLAG.extended).u8(MP_REACH_NLRI)
  writer.sized16((w) => {
    w.bytes(IPV6_UNICAST).sized8((hops) => {
      hops.bytes(addressBytes(nextHop))
      if (linkLocal) hops.bytes(addressBytes(linkLocal))
    })
    w.u8(0).bytes(prefixes)
  })
}

const writeUnreach = (writer: Writer, prefixes: Uint8Array): void => {
  writer.u8(FLAG.optional | FLAG.extended).u8(MP_UNREACH_NLRI)
  writer.sized16((w) => w.bytes(IPV6_UNICAST).bytes(prefixes))
}

/** RIB_GENERIC (RFC 6396 section 4.3.3), with path identifiers too (RFC 8050 section 4). */
import type { Reader } from '../../reader.ts'
import { readRibEntries, writeRibEntries } from '../fields.ts'
import { stampOf, TYPE } from '../header.ts'
import { defineMrtKind } from '../kind.ts'
import type { RibGeneric } from '../record.ts'

export const ribGeneric = defineMrtKind<RibGeneric>({
  name: 'rib-generic',
  summary: 'All routes to one destination of any address family.',
  codes: [
    [TYPE.tableDumpV2, 6],
    [TYPE.tableDumpV2, 12],
  ],
  decode(reader, header) {
    const addPath = header.subtype === 12
    const sequence = reader.u32()
    const afi = reader.u16()
    const safi = reader.u8()
    const nlri = readDestination(reader, safi)
    const entries = readRibEntries(reader, addPath)
    return { type: 'rib-generic', ...stampOf(header), afi, safi, addPath, sequence, nlri, entries }
  },
  codeOf: ({ addPath }) => [TYPE.tableDumpV2, addPath ? 12 : 6],
  encode(writer, { sequence, afi, safi, nlri, entries, addPath }) {
    writer.u32(sequence).u16(afi).u8(safi).bytes(nlri)
    writeRibEntries(writer, entries, addPath)
  },
})

const EVPN = 70
const FLOWSPEC: readonly number[] = [133, 134]

/** How long one destination is depends on its family; for most of them the first octet counts bits. */
const readDestination = (reader: Reader, safi: number): Uint8Array => {
  const head = reader.u8()
  // RFC 7432 section 7: a route type, then octets.
  if (safi === EVPN) {
    const length = reader.u8()
    return joined([head, length], reader.bytes(length))
  }
  if (!FLOWSPEC.includes(safi)) return joined([head], reader.bytes(Math.ceil(head / 8)))
  // RFC 8955 section 4.1: octets, in 12 bits when the first four are set.
  if (head < 0xf0) return joined([head], reader.bytes(head))
  const low = reader.u8()
  return joined([head, low], reader.bytes(((head & 0x0f) << 8) | low))
}

const joined = (head: readonly number[], rest: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(head.length + rest.length)
  bytes.set(head)
  bytes.set(rest, head.length)
  return bytes
}

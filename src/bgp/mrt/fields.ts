/** Fields that several kinds of records have. */
import { type AsWidth, writeAsn } from '../as-path.ts'
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'
import type { Endpoint, PrefixOctets, RibEntry } from './record.ts'

export const readAsn = (reader: Reader, width: AsWidth): number =>
  width === 4 ? reader.u32() : reader.u16()

/**
 * As many octets as the length field in front of them says. `lenient`: as many as there are, where the
 * record ends before them.
 */
export const readAttributeOctets = (
  reader: Reader,
  mode: 'strict' | 'lenient',
): { readonly attributes: Uint8Array; readonly missing?: number } => {
  const length = reader.u16()
  const missing = length - reader.left
  if (mode === 'strict' || missing <= 0) return { attributes: reader.bytes(length) }
  return { attributes: reader.bytes(reader.left), missing }
}

export const readPrefixOctets = (reader: Reader, bits: number, section: string): PrefixOctets => {
  const length = reader.u8()
  if (length > bits) reader.fail(`prefix length ${length}`, section)
  return { length, octets: reader.bytes(Math.ceil(length / 8)) }
}

export const readRibEntries = (reader: Reader, addPath: boolean): RibEntry[] => {
  const count = reader.u16()
  const entries: RibEntry[] = []
  for (let i = 0; i < count; i++) {
    const peerIndex = reader.u16()
    const originatedS = reader.u32()
    const pathId = addPath ? reader.u32() : undefined
    const octets = readAttributeOctets(reader, i === count - 1 ? 'lenient' : 'strict')
    entries.push({ peerIndex, originatedS, ...(pathId !== undefined && { pathId }), ...octets })
  }
  return entries
}

export const writeRibEntries = (
  writer: Writer,
  entries: readonly RibEntry[],
  addPath: boolean,
): Writer => {
  if (entries.length > 0xffff) throw new RangeError(`${entries.length} entries for one prefix`)
  writer.u16(entries.length)
  for (const { peerIndex, originatedS, pathId = 0, attributes } of entries) {
    writer.u16(peerIndex).u32(originatedS)
    if (addPath) writer.u32(pathId)
    writer.sized16((w) => w.bytes(attributes))
  }
  return writer
}

export interface Ends {
  readonly interfaceIndex: number
  readonly peer: Endpoint
  readonly own: Endpoint
}

const UNKNOWN_ADDRESS = new Uint8Array(4)

/** The fields with which every BGP4MP record begins (RFC 6396 section 4.4). */
export const readEnds = (reader: Reader, width: AsWidth): Ends => {
  const peerAsn = readAsn(reader, width)
  const ownAsn = readAsn(reader, width)
  const interfaceIndex = reader.u16()
  const afi = reader.u16()
  const octets = afi === 1 ? 4 : afi === 2 ? 16 : reader.fail(`address family ${afi}`)
  const peer = { asn: peerAsn, address: reader.bytes(octets) }
  return { interfaceIndex, peer, own: { asn: ownAsn, address: reader.bytes(octets) } }
}

/** For records of old versions of Zebra, which have AS numbers but no addresses. */
export const endsWithoutAddresses = (reader: Reader, width: AsWidth): Ends => ({
  peer: { asn: readAsn(reader, width), address: UNKNOWN_ADDRESS },
  own: { asn: readAsn(reader, width), address: UNKNOWN_ADDRESS },
  interfaceIndex: 0,
})

export const writeEnds = (
  writer: Writer,
  { interfaceIndex, peer, own }: Ends,
  width: AsWidth,
): Writer => {
  if (peer.address.length !== own.address.length)
    throw new RangeError('both ends of a session have addresses of one family')
  writeAsn(writeAsn(writer, peer.asn, width), own.asn, width)
    .u16(interfaceIndex)
    .u16(peer.address.length === 4 ? 1 : 2)
  return writer.bytes(peer.address).bytes(own.address)
}

/** PEER_INDEX_TABLE of TABLE_DUMP_V2 (RFC 6396 section 4.3.1). */

import { writeAsn } from '../../as-path.ts'
import type { Reader } from '../../reader.ts'
import { readAsn } from '../fields.ts'
import { stampOf, TYPE } from '../header.ts'
import { defineMrtKind } from '../kind.ts'
import type { PeerIndexTable, RibPeer } from '../record.ts'

const IPV6_PEER = 1
const WIDE_ASN = 2

export const peerIndexTable = defineMrtKind<PeerIndexTable>({
  name: 'peer-index-table',
  summary: 'The peers of a table, and their numbers in it.',
  codes: [[TYPE.tableDumpV2, 1]],
  decode(reader, header) {
    const collectorId = reader.bytes(4)
    const viewName = new TextDecoder().decode(reader.bytes(reader.u16()))
    const count = reader.u16()
    const peers: RibPeer[] = []
    for (let i = 0; i < count; i++) peers.push(readPeer(reader))
    return { type: 'peer-index-table', ...stampOf(header), collectorId, viewName, peers }
  },
  codeOf: () => [TYPE.tableDumpV2, 1],
  encode(writer, { collectorId, viewName, peers }) {
    writer.bytes(collectorId).sized16((w) => w.bytes(new TextEncoder().encode(viewName)))
    writer.u16(peers.length)
    for (const { asWidth, id, address, asn } of peers) {
      writer.u8((address.length === 16 ? IPV6_PEER : 0) | (asWidth === 4 ? WIDE_ASN : 0))
      writeAsn(writer.bytes(id).bytes(address), asn, asWidth)
    }
  },
})

const readPeer = (reader: Reader): RibPeer => {
  const type = reader.u8()
  const asWidth = type & WIDE_ASN ? 4 : 2
  const id = reader.bytes(4)
  const address = reader.bytes(type & IPV6_PEER ? 16 : 4)
  return { asWidth, id, address, asn: readAsn(reader, asWidth) }
}

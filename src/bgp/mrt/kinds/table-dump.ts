/** TABLE_DUMP (RFC 6396 section 4.2). */
import type { AsWidth } from '../../as-path.ts'
import { writeAsn } from '../../as-path.ts'
import { readAsn, readAttributeOctets } from '../fields.ts'
import { stampOf, TYPE } from '../header.ts'
import { defineMrtKind } from '../kind.ts'
import type { TableDump } from '../record.ts'

// The RFC has the first two; some recorders write AS numbers of four octets under the others.
const SUBTYPES: Readonly<Record<number, { octets: 4 | 16; asWidth: AsWidth }>> = {
  1: { octets: 4, asWidth: 2 },
  2: { octets: 16, asWidth: 2 },
  3: { octets: 4, asWidth: 4 },
  4: { octets: 16, asWidth: 4 },
}

export const tableDump = defineMrtKind<TableDump>({
  name: 'table-dump',
  summary: 'A route of a table in the old format.',
  codes: Object.keys(SUBTYPES).map((subtype) => [TYPE.tableDump, Number(subtype)] as const),
  decode(reader, header) {
    const { octets, asWidth } = SUBTYPES[header.subtype] ?? reader.fail('an unknown subtype')
    const view = reader.u16()
    const sequence = reader.u16()
    const prefix = reader.bytes(octets)
    const length = reader.u8()
    if (length > octets * 8) reader.fail(`prefix length ${length}`, 'RFC 6396 4.2')
    const status = reader.u8()
    const originatedS = reader.u32()
    const address = reader.bytes(octets)
    const asn = readAsn(reader, asWidth)
    return {
      type: 'table-dump',
      ...stampOf(header),
      asWidth,
      view,
      sequence,
      prefix: { length, octets: prefix },
      status,
      originatedS,
      peer: { asn, address },
      ...readAttributeOctets(reader, 'lenient'),
    }
  },
  codeOf: ({ asWidth, prefix }) => [
    TYPE.tableDump,
    (prefix.octets.length === 4 ? 1 : 2) + (asWidth === 4 ? 2 : 0),
  ],
  encode(writer, record) {
    const { asWidth, view, sequence, prefix, status, originatedS, peer, attributes } = record
    writer.u16(view).u16(sequence).bytes(prefix.octets).u8(prefix.length)
    writer.u8(status).u32(originatedS).bytes(peer.address)
    writeAsn(writer, peer.asn, asWidth).sized16((w) => w.bytes(attributes))
  },
})

/** RIB_IPV4/IPV6_UNICAST/MULTICAST (RFC 6396 section 4.3.2), with path identifiers too (RFC 8050). */
import { WIDTH } from '../../prefix.ts'
import { readPrefixOctets, readRibEntries, writeRibEntries } from '../fields.ts'
import { stampOf, TYPE } from '../header.ts'
import { type Code, defineMrtKind } from '../kind.ts'
import type { Rib } from '../record.ts'

const FAMILIES = {
  2: { family: 'ipv4', multicast: false, addPath: false },
  3: { family: 'ipv4', multicast: true, addPath: false },
  4: { family: 'ipv6', multicast: false, addPath: false },
  5: { family: 'ipv6', multicast: true, addPath: false },
  8: { family: 'ipv4', multicast: false, addPath: true },
  9: { family: 'ipv4', multicast: true, addPath: true },
  10: { family: 'ipv6', multicast: false, addPath: true },
  11: { family: 'ipv6', multicast: true, addPath: true },
} as const

export const rib = defineMrtKind<Rib>({
  name: 'rib',
  summary: 'All routes to one IPv4 or IPv6 prefix.',
  codes: Object.keys(FAMILIES).map((subtype): Code => [TYPE.tableDumpV2, Number(subtype)]),
  decode(reader, header) {
    const of = FAMILIES[header.subtype as keyof typeof FAMILIES]
    const sequence = reader.u32()
    const prefix = readPrefixOctets(reader, WIDTH[of.family], 'RFC 6396 4.3.2')
    const entries = readRibEntries(reader, of.addPath)
    return { type: 'rib', ...stampOf(header), ...of, sequence, prefix, entries }
  },
  codeOf: ({ family, multicast, addPath }) => [
    TYPE.tableDumpV2,
    2 + (multicast ? 1 : 0) + (family === 'ipv6' ? 2 : 0) + (addPath ? 6 : 0),
  ],
  encode(writer, { sequence, prefix, entries, addPath }) {
    writer.u32(sequence).u8(prefix.length).bytes(prefix.octets)
    writeRibEntries(writer, entries, addPath)
  },
})

/** Messages of the deprecated BGP type (RFC 6396 appendix B.2): IPv4, AS numbers of two octets. */
import { stampOf, TYPE } from '../header.ts'
import { type Code, defineMrtKind } from '../kind.ts'
import type { OldMessage } from '../record.ts'

const MESSAGE_TYPES = { 1: 'update', 5: 'open', 6: 'notification', 7: 'keepalive' } as const

export const oldMessage = defineMrtKind<OldMessage>({
  name: 'old-message',
  summary: 'A BGP message in the oldest format.',
  codes: Object.keys(MESSAGE_TYPES).map((subtype): Code => [TYPE.bgp, Number(subtype)]),
  decode(reader, header) {
    const messageType = MESSAGE_TYPES[header.subtype as keyof typeof MESSAGE_TYPES]
    const peer = { asn: reader.u16(), address: reader.bytes(4) }
    const own = { asn: reader.u16(), address: reader.bytes(4) }
    const body = reader.bytes(reader.left)
    return { type: 'old-message', ...stampOf(header), peer, own, messageType, body }
  },
  codeOf: ({ messageType }) => [
    TYPE.bgp,
    Number(Object.entries(MESSAGE_TYPES).find(([, name]) => name === messageType)?.[0]),
  ],
  encode(writer, { peer, own, body }) {
    for (const { asn, address } of [peer, own]) writer.u16(asn).bytes(address)
    writer.bytes(body)
  },
})

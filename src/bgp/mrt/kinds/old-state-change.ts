/** BGP_STATE_CHANGE of the deprecated BGP type (RFC 6396 appendix B.2.3). */
import { stampOf, TYPE } from '../header.ts'
import { defineMrtKind } from '../kind.ts'
import type { OldStateChange } from '../record.ts'

export const oldStateChange = defineMrtKind<OldStateChange>({
  name: 'old-state-change',
  summary: 'A change of state in the oldest format.',
  codes: [[TYPE.bgp, 3]],
  decode: (reader, header) => ({
    type: 'old-state-change',
    ...stampOf(header),
    peer: { asn: reader.u16(), address: reader.bytes(4) },
    oldState: reader.u16(),
    newState: reader.u16(),
  }),
  codeOf: () => [TYPE.bgp, 3],
  encode: (writer, { peer, oldState, newState }) =>
    writer.u16(peer.asn).bytes(peer.address).u16(oldState).u16(newState),
})

/** BGP4MP_STATE_CHANGE and its form with wide AS numbers (RFC 6396 sections 4.4.1 and 4.4.4). */
import { endsWithoutAddresses, readEnds, writeEnds } from '../fields.ts'
import { stampOf, TYPE } from '../header.ts'
import { type Code, defineMrtKind } from '../kind.ts'
import type { StateChange } from '../record.ts'

const NARROW = 0
const WIDE = 5
/** Zebra wrote records without addresses: two AS numbers and two states of two octets each. */
const WITHOUT_ADDRESSES = 8

export const stateChange = defineMrtKind<StateChange>({
  name: 'state-change',
  summary: 'A session that went from one state to another.',
  codes: [TYPE.bgp4mp, TYPE.bgp4mpEt].flatMap((type): Code[] => [
    [type, NARROW],
    [type, WIDE],
  ]),
  decode(reader, header) {
    const asWidth = header.subtype === WIDE ? 4 : 2
    const read = reader.left === WITHOUT_ADDRESSES ? endsWithoutAddresses : readEnds
    const ends = read(reader, asWidth)
    const oldState = reader.u16()
    const newState = reader.u16()
    return { type: 'state-change', ...stampOf(header), asWidth, ...ends, oldState, newState }
  },
  codeOf: ({ microseconds, asWidth }) => [
    microseconds === undefined ? TYPE.bgp4mp : TYPE.bgp4mpEt,
    asWidth === 4 ? WIDE : NARROW,
  ],
  encode(writer, record) {
    writeEnds(writer, record, record.asWidth).u16(record.oldState).u16(record.newState)
  },
})

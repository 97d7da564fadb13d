/** BGP4MP_MESSAGE in all its forms (RFC 6396 sections 4.4.2, 4.4.3, 4.4.5, 4.4.6, RFC 8050 section 3). */
import type { AsWidth } from '../../as-path.ts'
import { HEADER_LENGTH } from '../../frame.ts'
import { createReader, type Reader } from '../../reader.ts'
import { endsWithoutAddresses, readEnds, writeEnds } from '../fields.ts'
import { stampOf, TYPE } from '../header.ts'
import { type Code, defineMrtKind } from '../kind.ts'
import type { RecordedMessage } from '../record.ts'

const FORMS: Readonly<Record<number, { asWidth: AsWidth; local: boolean; addPath: boolean }>> = {
  1: { asWidth: 2, local: false, addPath: false },
  4: { asWidth: 4, local: false, addPath: false },
  6: { asWidth: 2, local: true, addPath: false },
  7: { asWidth: 4, local: true, addPath: false },
  8: { asWidth: 2, local: false, addPath: true },
  9: { asWidth: 4, local: false, addPath: true },
  10: { asWidth: 2, local: true, addPath: true },
  11: { asWidth: 4, local: true, addPath: true },
}
const SUBTYPES = Object.keys(FORMS).map(Number)

export const message = defineMrtKind<RecordedMessage>({
  name: 'message',
  summary: 'A BGP message, received or sent.',
  codes: [TYPE.bgp4mp, TYPE.bgp4mpEt].flatMap((type) =>
    SUBTYPES.map((subtype): Code => [type, subtype]),
  ),
  decode(record, header) {
    const form = FORMS[header.subtype] ?? record.fail('an unknown subtype')
    const { offset } = record
    const octets = record.bytes(record.left)
    const reader = createReader(octets, 'RFC 6396 4.4', offset)
    const readFields = lacksAddresses(octets, form.asWidth) ? endsWithoutAddresses : readEnds
    const ends = readFields(reader, form.asWidth)
    return {
      type: 'message',
      ...stampOf(header),
      ...form,
      ...ends,
      message: readMessage(reader, octets.subarray(octets.length - reader.left)),
    }
  },
  codeOf: ({ microseconds, asWidth, local, addPath }) => [
    microseconds === undefined ? TYPE.bgp4mp : TYPE.bgp4mpEt,
    SUBTYPES.find((subtype) => {
      const form = FORMS[subtype]
      return form?.asWidth === asWidth && form.local === local && form.addPath === addPath
    }) as number,
  ],
  encode(writer, record) {
    writeEnds(writer, record, record.asWidth).bytes(record.message)
  },
})

/** Zebra left interface and addresses out of some records: the message's marker stands there. */
const lacksAddresses = (octets: Uint8Array, width: AsWidth): boolean => {
  const fields = octets.subarray(2 * width, 2 * width + 4)
  return fields.length === 4 && fields.every((octet) => octet === 0xff)
}

/** To its end by its own length, or to that of the record, where the recorder cut it. */
const readMessage = (reader: Reader, rest: Uint8Array): Uint8Array => {
  if (rest.length < HEADER_LENGTH) reader.fail(`${rest.length} octets are no message`)
  if (rest.subarray(0, 16).some((octet) => octet !== 0xff))
    reader.fail('no marker of 16 octets of 0xff', 'RFC 4271 6.1')
  const length = ((rest[16] as number) << 8) | (rest[17] as number)
  if (length < HEADER_LENGTH) reader.fail(`message length ${length}`, 'RFC 4271 6.1')
  return rest.subarray(0, length)
}

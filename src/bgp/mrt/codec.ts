/** One MRT record between octets and objects. */
import { WireError } from '../../lib/errors.ts'
import { createReader } from '../reader.ts'
import { createWriter } from '../writer.ts'
import { decodeHeader, isExtended, TYPE_NAMES } from './header.ts'
import { kindOfCode, kindOfName } from './kinds/index.ts'
import type { MrtRecord } from './record.ts'

/** A record of a type or subtype that nobody here reads: OSPF and IS-IS, for example. */
export interface Unsupported {
  readonly type: 'unsupported'
  /** `OSPFv2 subtype 0`. */
  readonly name: string
}

/**
 * The octets of one whole record, header included. WireError with the offset in the record and the
 * section of the RFC when it is broken.
 */
export const decodeRecord = (bytes: Uint8Array): MrtRecord | Unsupported => {
  const header = decodeHeader(bytes)
  const name = TYPE_NAMES[header.type]
  if (name === undefined)
    throw new WireError(`MRT type ${header.type} at octet 4`, { offset: 4, section: 'RFC 6396 4' })
  const kind = kindOfCode(header.type, header.subtype)
  if (!kind) return { type: 'unsupported', name: `${name} subtype ${header.subtype}` }
  const { headerLength } = header
  const fields = createReader(
    bytes.subarray(headerLength),
    SECTIONS[name] ?? 'RFC 6396 4',
    headerLength,
  )
  return kind.decode(fields, header)
}

/** The octets of one record, header included. RangeError for what the format cannot hold. */
export const encodeRecord = (record: MrtRecord): Uint8Array => {
  const kind = kindOfName(record.type)
  if (!kind) throw new RangeError(`no kind of record is called ${record.type}`)
  const [type, subtype] = kind.codeOf(record)
  const fields = createWriter()
  if (isExtended(type)) fields.u32(record.microseconds ?? 0)
  kind.encode(fields, record)
  const octets = fields.take()
  return createWriter()
    .u32(record.timeS)
    .u16(type)
    .u16(subtype)
    .u32(octets.length)
    .bytes(octets)
    .take()
}

const SECTIONS: Readonly<Record<string, string>> = {
  BGP: 'RFC 6396 B.2',
  TABLE_DUMP: 'RFC 6396 4.2',
  TABLE_DUMP_V2: 'RFC 6396 4.3',
  BGP4MP: 'RFC 6396 4.4',
  BGP4MP_ET: 'RFC 6396 4.4',
}

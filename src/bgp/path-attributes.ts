/** The list of path attributes of an UPDATE: flags, code, length, value (RFC 4271 section 4.3). */
import { WireError } from '../lib/errors.ts'
import { type AsWidth, mergeAs4Path } from './as-path.ts'
import {
  type Attributes,
  attributeRow,
  attributeTable,
  FLAG,
  MP_REACH_NLRI,
  MP_UNREACH_NLRI,
  type Treatment,
  type UnknownAttribute,
} from './attributes.ts'
import {
  type Reach,
  readReach,
  readUnreach,
  type Unreach,
  writeReach,
  writeUnreach,
} from './mp-nlri.ts'
import { createReader, type Reader } from './reader.ts'
import { WIRE_ERRORS } from './wire-errors.ts'
import { createWriter, type Writer } from './writer.ts'

export interface PathAttributes {
  readonly attributes: Attributes
  readonly reach?: Reach
  readonly unreach?: Unreach
  readonly problems: readonly AttributeProblem[]
  readonly count: number
}

/** A malformed attribute, and what RFC 7606 wants done about it. */
export interface AttributeProblem {
  readonly code: number
  readonly treatment: Treatment
  readonly error: WireError
}

export const readAttributes = (reader: Reader, width: AsWidth): PathAttributes => {
  const raw = readRaw(reader)
  const attributes: Record<string, unknown> = {}
  const problems: AttributeProblem[] = []
  const unknown: UnknownAttribute[] = []
  let reach: Reach | undefined
  let unreach: Unreach | undefined
  for (const { code, flags, octets, offset } of raw.values()) {
    const row = attributeRow(code)
    const value = createReader(octets, WIRE_ERRORS.attributeLength, offset)
    if (code === MP_REACH_NLRI) reach = readReach(value)
    else if (code === MP_UNREACH_NLRI) unreach = readUnreach(value)
    else if (!row) unknown.push({ code, flags, value: octets.slice() })
    else
      try {
        attributes[row.key] = whole(value, row.name, row.decode(value, width))
      } catch (error) {
        if (!(error instanceof WireError)) throw error
        problems.push({ code, treatment: row.onError, error })
      }
  }
  if (unknown.length > 0) attributes.unknown = unknown
  return {
    attributes: withAs4Path(attributes),
    ...(reach && { reach }),
    ...(unreach && { unreach }),
    problems,
    count: raw.size,
  }
}

export const writeAttributes = (
  writer: Writer,
  { attributes, reach, unreach }: Omit<PathAttributes, 'problems' | 'count'>,
  width: AsWidth,
): Writer => {
  // MP_UNREACH and MP_REACH first (RFC 7606 section 5.1), then by code.
  if (unreach) put(writer, MP_UNREACH_NLRI, FLAG.optional, (w) => writeUnreach(w, unreach))
  if (reach) put(writer, MP_REACH_NLRI, FLAG.optional, (w) => writeReach(w, reach))
  for (const { code, key, flags, encode } of attributeTable) {
    const value = attributes[key]
    if (value !== undefined) put(writer, code, flags, (w) => encode(w, value, width))
  }
  for (const { code, flags, value } of attributes.unknown ?? [])
    put(writer, code, flags & ~FLAG.extended, (w) => w.bytes(value))
  return writer
}

interface Raw {
  readonly code: number
  readonly flags: number
  readonly octets: Uint8Array
  readonly offset: number
}

/** RFC 7606 section 3 (g): of a repeated attribute only the first counts; MP ones must not repeat. */
const readRaw = (reader: Reader): Map<number, Raw> => {
  const raw = new Map<number, Raw>()
  while (reader.left > 0) {
    const flags = reader.u8()
    const code = reader.u8()
    const length = flags & FLAG.extended ? reader.u16() : reader.u8()
    const { offset } = reader
    const octets = reader.bytes(length)
    const isMultiprotocol = code === MP_REACH_NLRI || code === MP_UNREACH_NLRI
    if (raw.has(code) && isMultiprotocol)
      reader.fail(`attribute ${code} twice`, WIRE_ERRORS.malformedAttributeList)
    if (!raw.has(code)) raw.set(code, { code, flags, octets, offset })
  }
  return raw
}

const whole = <T>(reader: Reader, name: string, value: T): T =>
  reader.left === 0
    ? value
    : reader.fail(`${name} is ${reader.left} octets too long`, WIRE_ERRORS.attributeLength)

const withAs4Path = (attributes: Attributes): Attributes =>
  attributes.asPath && attributes.as4Path
    ? { ...attributes, asPath: mergeAs4Path(attributes.asPath, attributes.as4Path) }
    : attributes

const put = (
  writer: Writer,
  code: number,
  flags: number,
  fill: (writer: Writer) => unknown,
): void => {
  const inner = createWriter()
  fill(inner)
  const value = inner.take()
  const isLong = value.length > 255
  writer.u8(isLong ? flags | FLAG.extended : flags).u8(code)
  if (isLong) writer.u16(value.length)
  else writer.u8(value.length)
  writer.bytes(value)
}

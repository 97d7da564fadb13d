/** The list of path attributes of an UPDATE: flags, code, length, value (RFC 4271 section 4.3). */
import { WireError, type WireOutcome } from '../lib/errors.ts'
import { AS_TRANS, as4PathOf, mergeAs4Path, type PathReading } from './as-path.ts'
import {
  type AttributeRow,
  type Attributes,
  attributeRow,
  attributeTable,
  FLAG,
  MP_REACH_NLRI,
  MP_UNREACH_NLRI,
  type UnknownAttribute,
  type WireAttributes,
} from './attributes.ts'
import type { CodecOptions } from './codec-options.ts'
import {
  type Reach,
  readReach,
  readUnreach,
  type Unreach,
  writeReach,
  writeUnreach,
} from './mp-nlri.ts'
import type { Reader } from './reader.ts'
import { WIRE_ERRORS, type WireErrorKind, wireError, withOutcome } from './wire-errors.ts'
import type { Writer } from './writer.ts'

export interface PathAttributes {
  readonly attributes: Attributes
  readonly reach?: Reach
  readonly unreach?: Unreach
  readonly problems: readonly AttributeProblem[]
  /** Codes in the order in which they came, malformed ones too. */
  readonly codes: readonly number[]
  /** Where the list ends before it should (RFC 7606 section 4). */
  readonly isCutOff: boolean
}

/** A malformed attribute, and what RFC 7606 wants done about it. `reset` is thrown instead. */
export interface AttributeProblem {
  /** 0 when it is about the list. */
  readonly code: number
  readonly treatment: Exclude<WireOutcome, 'reset'>
  readonly error: WireError
}

/** A WireError only where RFC 7606 leaves nothing but a reset: in both MP attributes and for unknown well-known ones. */
export const readAttributes = (reader: Reader, options: CodecOptions = {}): PathAttributes =>
  new AttributeList(options).read(reader)

export const writeAttributes = (
  writer: Writer,
  { attributes, reach, unreach }: Pick<PathAttributes, 'attributes' | 'reach' | 'unreach'>,
  { asWidth = 4 }: CodecOptions = {},
): Writer => {
  // The MP attributes first (RFC 7606 section 5.1), then by code.
  if (unreach) put(writer, MP_UNREACH_NLRI, FLAG.optional, (w) => writeUnreach(w, unreach))
  if (reach) put(writer, MP_REACH_NLRI, FLAG.optional, (w) => writeReach(w, reach))
  const all: WireAttributes = asWidth === 4 ? attributes : { ...attributes, ...as4Of(attributes) }
  const { partial = NONE, unknown = NONE_UNKNOWN } = attributes
  for (const row of attributeTable) {
    const value = all[row.key]
    if (value === undefined || value === false) continue
    // RFC 7606 section 7: a list without entries is malformed.
    if (row.unit !== undefined && (value as readonly unknown[]).length === 0) continue
    const flags = row.flags | (partial.includes(row.code) ? FLAG.partial : 0)
    const start = begin(writer, row.code, flags)
    row.encode(writer, value, asWidth)
    finish(writer, start, row.code, flags)
  }
  for (const { code, flags, value } of unknown)
    put(writer, code, flags & ~FLAG.extended, (w) => w.bytes(value))
  return writer
}

const NONE: readonly number[] = []
const NONE_UNKNOWN: readonly UnknownAttribute[] = []

/** Collects what a list holds. */
class AttributeList {
  readonly #options: CodecOptions
  readonly #choice: PathReading
  readonly #values: Record<string, unknown> = {}
  readonly #codes: number[] = []
  readonly #problems: AttributeProblem[] = []
  readonly #partial: number[] = []
  readonly #unknown: UnknownAttribute[] = []
  #reach: Reach | undefined
  #unreach: Unreach | undefined

  constructor(options: CodecOptions) {
    this.#options = options
    this.#choice = {
      width: options.asWidth ?? 4,
      guess: options.guessAsWidth === true,
      external: options.peer === 'external',
    }
  }

  read(reader: Reader): PathAttributes {
    let isCutOff = false
    while (reader.left > 0 && !isCutOff) isCutOff = !this.#next(reader)
    const values = this.#values
    if (this.#partial.length > 0) values.partial = this.#partial
    if (this.#unknown.length > 0) values.unknown = this.#unknown
    return {
      attributes: 'as4Path' in values || 'as4Aggregator' in values ? withAs4(values) : values,
      ...(this.#reach && { reach: this.#reach }),
      ...(this.#unreach && { unreach: this.#unreach }),
      problems: this.#problems,
      codes: this.#codes,
      isCutOff,
    }
  }

  /** False when there is no whole attribute left. */
  #next(reader: Reader): boolean {
    const start = reader.offset
    if (reader.left < 3) return this.#cutOff(reader)
    const flags = reader.u8()
    const code = reader.u8()
    if (flags & FLAG.extended && reader.left < 2) return this.#cutOff(reader)
    const length = flags & FLAG.extended ? reader.u16() : reader.u8()
    if (length > reader.left) return this.#cutOff(reader)
    const isMultiprotocol = code === MP_REACH_NLRI || code === MP_UNREACH_NLRI
    const value = reader.sub(length, isMultiprotocol ? MALFORMED_MP : WIRE_ERRORS.attributeLength)
    try {
      this.#attribute(flags, code, value)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      const treatment = error.outcome === 'reset' ? attributeRow(code)?.onError : error.outcome
      const data = reader.since(start).slice()
      if (treatment === undefined) throw withOutcome(error, 'reset', { data })
      this.#problems.push({ code, treatment, error: withOutcome(error, treatment, { data }) })
    }
    return true
  }

  #attribute(flags: number, code: number, value: Reader): void {
    const row = attributeRow(code)
    const isRepeated = this.#codes.includes(code)
    this.#codes.push(code)
    if (code === MP_REACH_NLRI || code === MP_UNREACH_NLRI)
      this.#multiprotocol(flags, code, value, isRepeated)
    else if (isRepeated) throw problem(value, REPEATED, `attribute ${code} again`, 'discard')
    else if (row) this.#known(flags, row, value)
    else if (flags & FLAG.optional)
      this.#unknown.push({ code, flags, value: value.bytes(value.left).slice() })
    else value.fail(`attribute ${code} is not known`, WIRE_ERRORS.unrecognizedWellKnown)
  }

  #known(flags: number, row: AttributeRow, value: Reader): void {
    const { code, name, key, scope, era, length, unit } = row
    if ((flags ^ row.flags) & KIND_FLAGS) throw flagsError(value, name, flags, row)
    if (scope === 'internal' && this.#options.peer === 'external')
      throw problem(value, OUT_OF_PLACE, `${name} from another AS`, 'discard')
    if (era === 'narrow' && this.#choice.width === 4 && !this.#choice.guess)
      throw problem(value, OUT_OF_ERA, `${name} beside wide AS numbers`, 'discard')
    const size = value.left
    if (
      (length !== undefined && size !== length) ||
      (unit !== undefined && (size === 0 || size % unit !== 0))
    )
      value.fail(`${name} of ${size} octets`, { ...WIRE_ERRORS.attributeLength, section: row.rfc })
    this.#values[key] = row.decode(value, this.#choice)
    if (flags & FLAG.partial && row.flags === (FLAG.optional | FLAG.transitive))
      this.#partial.push(code)
  }

  /** RFC 7606 section 3 (g): these must not repeat. */
  #multiprotocol(flags: number, code: number, value: Reader, isRepeated: boolean): void {
    if (isRepeated) throw problem(value, REPEATED, `attribute ${code} again`, 'reset')
    const { addPath } = this.#options
    const { offset } = value
    const whole = value.sub(value.left)
    const isReach = code === MP_REACH_NLRI
    const read = isReach ? readReach(whole, addPath) : readUnreach(whole, addPath)
    if (!read) this.#unknown.push({ code, flags, value: value.since(offset).slice() })
    if (isReach) this.#reach = read as Reach | undefined
    else this.#unreach = read
    if ((flags ^ FLAG.optional) & KIND_FLAGS)
      throw flagsError(value, isReach ? 'MP_REACH_NLRI' : 'MP_UNREACH_NLRI', flags)
  }

  #cutOff(reader: Reader): boolean {
    reader.bytes(reader.left)
    const error = problem(reader, CUT_OFF, 'the attributes end in the middle of one', 'withdraw')
    this.#problems.push({ code: 0, treatment: 'withdraw', error })
    return false
  }
}

/** RFC 7606 section 3 (c): of the flags only these two can be wrong. */
const KIND_FLAGS = FLAG.optional | FLAG.transitive
const MALFORMED_MP = { ...WIRE_ERRORS.optionalAttribute, section: 'RFC 7606 7.11' }
const REPEATED = { ...WIRE_ERRORS.malformedAttributeList, section: 'RFC 7606 3 g' }
const CUT_OFF = { ...WIRE_ERRORS.malformedAttributeList, section: 'RFC 7606 4' }
const OUT_OF_PLACE = { ...WIRE_ERRORS.malformedAttributeList, section: 'RFC 7606 7' }
const OUT_OF_ERA = { ...WIRE_ERRORS.malformedAttributeList, section: 'RFC 6793 4.1' }
const BAD_FLAGS = { ...WIRE_ERRORS.attributeFlags, section: 'RFC 7606 3 c' }

const problem = (
  { offset }: Reader,
  kind: WireErrorKind,
  message: string,
  outcome: WireOutcome,
): WireError => wireError(kind, message, { offset, outcome })

const flagsError = (value: Reader, name: string, flags: number, row?: AttributeRow): WireError => {
  const kind = row?.onFlags ? { ...BAD_FLAGS, section: row.rfc } : BAD_FLAGS
  const text = `${name} with flags 0x${flags.toString(16)}`
  return problem(value, kind, text, row?.onFlags ?? 'withdraw')
}

/** RFC 6793 section 4.2.3: an AGGREGATOR that says its real number, beside AS4_AGGREGATOR, makes both AS4 ones void. */
const withAs4 = ({ as4Path, as4Aggregator, ...attributes }: WireAttributes): Attributes => {
  const { asPath, aggregator } = attributes
  if (aggregator && as4Aggregator && aggregator.asn !== AS_TRANS) return attributes
  return {
    ...attributes,
    ...(asPath && as4Path && { asPath: mergeAs4Path(asPath, as4Path) }),
    ...(aggregator && as4Aggregator && { aggregator: as4Aggregator }),
  }
}

const as4Of = ({ asPath, aggregator }: Attributes): WireAttributes => {
  const as4Path = asPath && as4PathOf(asPath)
  return {
    ...(as4Path && { as4Path }),
    ...(aggregator && aggregator.asn > 0xffff && { as4Aggregator: aggregator }),
  }
}

/** Everything before the value. Returns where the attribute begins. */
const begin = (writer: Writer, code: number, flags: number): number => {
  const start = writer.length
  writer.u8(flags).u8(code).u8(0)
  return start
}

/** Puts the length in, of two octets where it needs them. */
const finish = (writer: Writer, start: number, code: number, flags: number): void => {
  const size = writer.length - start - 3
  writer.set8(start + 2, size)
  if (size <= 255) return
  if (size > 0xffff) throw new RangeError(`attribute ${code} would have ${size} octets`)
  writer.set8(start, flags | FLAG.extended).insert8(start + 2, size >> 8)
}

const put = (
  writer: Writer,
  code: number,
  flags: number,
  fill: (writer: Writer) => unknown,
): void => {
  const start = begin(writer, code, flags)
  fill(writer)
  finish(writer, start, code, flags)
}

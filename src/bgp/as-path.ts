/** AS_PATH (RFC 4271 section 4.3) with AS numbers of two or four octets (RFC 6793). */
import { createReader, type Reader } from './reader.ts'
import { WIRE_ERRORS } from './wire-errors.ts'
import type { Writer } from './writer.ts'

export interface AsSegment {
  readonly type: 'set' | 'sequence' | 'confed-sequence' | 'confed-set'
  readonly asns: readonly number[]
}

/** Octets of an AS number. */
export type AsWidth = 2 | 4

/** RFC 6793 section 9: stands for an AS number that does not fit two octets. */
export const AS_TRANS = 23_456

const MALFORMED = { ...WIRE_ERRORS.malformedAsPath, section: 'RFC 7606 7.2' }
const CONFEDERATION = { ...WIRE_ERRORS.malformedAsPath, section: 'RFC 5065 5' }
const AS_0 = { ...WIRE_ERRORS.malformedAsPath, section: 'RFC 7607 2' }
const LONGEST_SEGMENT = 255
const TYPES = ['set', 'sequence', 'confed-sequence', 'confed-set'] as const

export interface PathReading {
  readonly width: AsWidth
  /** The other width where only that one fits. Needs a reader over the value alone. */
  readonly guess: boolean
  /** Segments of a confederation are malformed. */
  readonly external?: boolean
}

export const readAsPath = (
  reader: Reader,
  { width, guess, external = false }: PathReading,
): AsSegment[] => {
  if (!guess) return readSegments(reader, width, external)
  const octets = reader.bytes(reader.left)
  const offset = reader.offset - octets.length
  const whole = createReader(octets, MALFORMED, offset)
  return readSegments(whole, guessWidth(octets, width), external)
}

const readSegments = (reader: Reader, width: AsWidth, external: boolean): AsSegment[] => {
  const segments: AsSegment[] = []
  while (reader.left > 0) {
    if (reader.left < 2) reader.fail('half a segment', MALFORMED)
    const code = reader.u8()
    const type = TYPES[code - 1] ?? reader.fail(`AS_PATH segment type ${code}`, MALFORMED)
    if (external && type.startsWith('confed')) reader.fail(`${type} from another AS`, CONFEDERATION)
    const count = reader.u8()
    if (count === 0) reader.fail('an AS_PATH segment without AS numbers', MALFORMED)
    if (count * width > reader.left)
      reader.fail(`${count} AS numbers in ${reader.left} octets`, MALFORMED)
    const asns: number[] = []
    for (let i = 0; i < count; i++) {
      const asn = width === 4 ? reader.u32() : reader.u16()
      if (asn === 0) reader.fail('AS number 0', AS_0)
      asns.push(asn)
    }
    segments.push({ type, asns })
  }
  return segments
}

/** A sequence of more than 255 AS numbers becomes several; a set cannot. */
export const writeAsPath = (
  writer: Writer,
  segments: readonly AsSegment[],
  width: AsWidth,
): Writer => {
  for (const { type, asns } of segments) {
    if (asns.length > LONGEST_SEGMENT && type.endsWith('set'))
      throw new RangeError(`${asns.length} AS numbers do not fit one ${type}`)
    for (let from = 0; from < asns.length; from += LONGEST_SEGMENT) {
      const to = Math.min(asns.length, from + LONGEST_SEGMENT)
      writer.u8(TYPES.indexOf(type) + 1).u8(to - from)
      for (let i = from; i < to; i++) writeAsn(writer, asns[i] as number, width)
    }
  }
  return writer
}

/** In two octets, AS_TRANS where it does not fit. */
export const writeAsn = (writer: Writer, asn: number, width: AsWidth): Writer =>
  width === 4 ? writer.u32(asn) : writer.u16(asn > 0xffff ? AS_TRANS : asn)

/** The path as AS4_PATH, where one of its numbers does not fit two octets (RFC 6793 section 4.2.2). */
export const as4PathOf = (segments: readonly AsSegment[]): readonly AsSegment[] | undefined => {
  const plain = segments.filter((segment) => !isConfederation(segment))
  return plain.some(({ asns }) => asns.some((asn) => asn > 0xffff)) ? plain : undefined
}

/**
 * The width with which the octets are a well-formed path. A capture may begin behind the OPENs, and
 * shows only one of the two: so the expected width is tried first, then the other one.
 */
const guessWidth = (path: Uint8Array, expected: AsWidth): AsWidth => {
  const other = expected === 4 ? 2 : 4
  return !isWellFormed(path, expected) && isWellFormed(path, other) ? other : expected
}

/** All AS numbers in order, those of sets too. */
export const flatten = (segments: readonly AsSegment[]): number[] =>
  segments.flatMap(({ asns }) => asns)

/** Length for the decision process: a set counts as one, confederations not at all (RFC 4271 9.1.2.2, RFC 5065 5.3). */
export const pathLength = (segments: readonly AsSegment[]): number =>
  segments.reduce((sum, segment) => sum + segmentLength(segment), 0)

/**
 * RFC 6793 section 4.2.3: what an old speaker turned into AS_TRANS is taken from AS4_PATH, in which
 * confederation segments do not count (section 6).
 */
export const mergeAs4Path = (
  path: readonly AsSegment[],
  as4Path: readonly AsSegment[],
): readonly AsSegment[] => {
  const wide = as4Path.filter((segment) => !isConfederation(segment))
  const missing = pathLength(path) - pathLength(wide)
  return missing < 0 ? path : [...leading(path, missing), ...wide]
}

const isWellFormed = (path: Uint8Array, width: AsWidth): boolean => {
  let at = 0
  while (at + 2 <= path.length) {
    const type = path[at] as number
    const count = path[at + 1] as number
    if (type < 1 || type > TYPES.length || count === 0) return false
    at += 2 + count * width
  }
  return at === path.length
}

const isConfederation = ({ type }: AsSegment): boolean => type.startsWith('confed')

const segmentLength = ({ type, asns }: AsSegment): number =>
  type === 'sequence' ? asns.length : type === 'set' ? 1 : 0

const leading = (segments: readonly AsSegment[], count: number): AsSegment[] => {
  const head: AsSegment[] = []
  let left = count
  for (const segment of segments) {
    // Confederation segments next to what is taken are taken too.
    if (left <= 0 && !isConfederation(segment)) break
    const asns = segment.type === 'sequence' ? segment.asns.slice(0, left) : segment.asns
    head.push({ type: segment.type, asns })
    left -= segmentLength({ type: segment.type, asns })
  }
  return head
}

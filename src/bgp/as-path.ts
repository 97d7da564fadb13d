/** AS_PATH (RFC 4271 section 4.3) with AS numbers of two or four octets (RFC 6793). */
import type { Reader } from './reader.ts'
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
const TYPES = ['set', 'sequence', 'confed-sequence', 'confed-set'] as const

export const readAsPath = (reader: Reader, width: AsWidth): AsSegment[] => {
  const segments: AsSegment[] = []
  while (reader.left > 0) {
    const code = reader.u8()
    const type = TYPES[code - 1] ?? reader.fail(`AS_PATH segment type ${code}`, MALFORMED)
    const count = reader.u8()
    if (count === 0) reader.fail('an AS_PATH segment without AS numbers', MALFORMED)
    const asns = Array.from({ length: count }, () => (width === 4 ? reader.u32() : reader.u16()))
    segments.push({ type, asns })
  }
  return segments
}

export const writeAsPath = (
  writer: Writer,
  segments: readonly AsSegment[],
  width: AsWidth,
): Writer => {
  for (const { type, asns } of segments) {
    writer.u8(TYPES.indexOf(type) + 1).u8(asns.length)
    for (const asn of asns) {
      if (width === 4) writer.u32(asn)
      else writer.u16(asn > 0xffff ? AS_TRANS : asn)
    }
  }
  return writer
}

/**
 * The width with which the octets are a well-formed path. A capture may begin behind the OPENs, and
 * shows only one of the two: so the expected width is tried first, then the other one.
 */
export const guessWidth = (path: Uint8Array, expected: AsWidth): AsWidth => {
  const other = expected === 4 ? 2 : 4
  return !isWellFormed(path, expected) && isWellFormed(path, other) ? other : expected
}

/** All AS numbers in order, those of sets too. */
export const flatten = (segments: readonly AsSegment[]): number[] =>
  segments.flatMap(({ asns }) => asns)

/** Length for the decision process: a set counts as one, confederations not at all (RFC 4271 9.1.2.2, RFC 5065 5.3). */
export const pathLength = (segments: readonly AsSegment[]): number =>
  segments.reduce((sum, segment) => sum + segmentLength(segment), 0)

/** RFC 6793 section 4.2.3: what an old speaker turned into AS_TRANS is taken from AS4_PATH. */
export const mergeAs4Path = (
  path: readonly AsSegment[],
  as4Path: readonly AsSegment[],
): readonly AsSegment[] => {
  const missing = pathLength(path) - pathLength(as4Path)
  return missing < 0 ? path : [...leading(path, missing), ...as4Path]
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

const segmentLength = ({ type, asns }: AsSegment): number =>
  type === 'sequence' ? asns.length : type === 'set' ? 1 : 0

const leading = (segments: readonly AsSegment[], count: number): AsSegment[] => {
  const head: AsSegment[] = []
  let left = count
  for (const segment of segments) {
    if (left <= 0) break
    const asns = segment.type === 'sequence' ? segment.asns.slice(0, left) : segment.asns
    head.push({ type: segment.type, asns })
    left -= segmentLength({ type: segment.type, asns })
  }
  return head
}

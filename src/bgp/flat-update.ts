/**
 * The fast path for UPDATEs: it walks one without making an object, and says 0 exactly when
 * `decodeMessage` would give the outcome `ok`. The fast path says no, the slow path says why:
 * `explainUpdate` decodes again. A differential test and `bench fuzz` hold the two together.
 */
import { WireError } from '../lib/errors.ts'
import { attributeTable, FIRST_GROUP, FLAG, MP_REACH_NLRI, MP_UNREACH_NLRI } from './attributes.ts'
import type { CodecOptions } from './codec-options.ts'
import { HEADER_LENGTH } from './header.ts'
import { decodeMessage } from './message.ts'
import type { Update } from './update.ts'

/** Offsets in the buffer and counts, of the last UPDATE that was walked. Make one and use it again. */
export interface FlatUpdate {
  /** The field of withdrawn IPv4 prefixes begins and ends here. */
  withdrawn: number
  withdrawnEnd: number
  attributes: number
  /** The announced IPv4 prefixes begin here; they end where the message does. */
  nlri: number
  /** Values of MP_REACH_NLRI and MP_UNREACH_NLRI; 0 when absent. */
  reach: number
  reachEnd: number
  unreach: number
  unreachEnd: number
  /** Prefixes of both families, those in the MP attributes included. */
  announcedCount: number
  withdrawnCount: number
}

export const createFlatUpdate = (): FlatUpdate => ({
  withdrawn: 0,
  withdrawnEnd: 0,
  attributes: 0,
  nlri: 0,
  reach: 0,
  reachEnd: 0,
  unreach: 0,
  unreachEnd: 0,
  announcedCount: 0,
  withdrawnCount: 0,
})

/** CodecOptions for the walker: fields of one shape. `guessAsWidth` is for the table path only. */
export interface FlatOptions {
  readonly asWidth: number
  readonly hasPathIdsIpv4: boolean
  readonly hasPathIdsIpv6: boolean
  readonly isExternal: boolean
}

export const flatOptions = ({ asWidth = 4, addPath = [], peer }: CodecOptions): FlatOptions => ({
  asWidth,
  hasPathIdsIpv4: addPath.includes('ipv4'),
  hasPathIdsIpv6: addPath.includes('ipv6'),
  isExternal: peer === 'external',
})

/** What the walker stumbled over; 0 when the message is as it should be. */
export const FLAT = {
  ok: 0,
  lengths: 1,
  network: 2,
  attribute: 3,
  repeated: 4,
  missing: 5,
} as const
export type FlatCode = (typeof FLAT)[keyof typeof FLAT]

/** An UPDATE with a good header from `at` up to `end`. */
export const walkUpdate = (
  bytes: Uint8Array,
  at: number,
  end: number,
  options: FlatOptions,
  out: FlatUpdate,
): FlatCode => {
  const { hasPathIdsIpv4, asWidth, isExternal } = options
  const withdrawn = at + HEADER_LENGTH + 2
  if (withdrawn + 2 > end) return FLAT.lengths
  const withdrawnEnd = withdrawn + u16(bytes, withdrawn - 2)
  const attributes = withdrawnEnd + 2
  if (attributes > end) return FLAT.lengths
  const nlri = attributes + u16(bytes, withdrawnEnd)
  if (nlri > end) return FLAT.lengths
  const gone = countPrefixes(bytes, withdrawn, withdrawnEnd, 32, hasPathIdsIpv4)
  const told = countPrefixes(bytes, nlri, end, 32, hasPathIdsIpv4)
  if (gone < 0 || told < 0) return FLAT.network
  out.withdrawn = withdrawn
  out.withdrawnEnd = withdrawnEnd
  out.attributes = attributes
  out.nlri = nlri
  out.reach = 0
  out.unreach = 0
  out.withdrawnCount = gone
  out.announcedCount = told

  let seenLow = 0
  let seenHigh = 0
  let p = attributes
  while (p < nlri) {
    if (nlri - p < 3) return FLAT.lengths
    const start = p
    const flags = bytes[p] as number
    const code = bytes[p + 1] as number
    let length = bytes[p + 2] as number
    p += 3
    if (flags & FLAG.extended) {
      if (p === nlri) return FLAT.lengths
      length = (length << 8) | (bytes[p] as number)
      p++
    }
    const next = p + length
    if (next > nlri) return FLAT.lengths

    if (code < 32) {
      if (seenLow & (1 << code)) return FLAT.repeated
      seenLow |= 1 << code
    } else if (code < 64) {
      if (seenHigh & (1 << code)) return FLAT.repeated
      seenHigh |= 1 << code
    } else if (comesBefore(bytes, attributes, start, code)) return FLAT.repeated

    const rule = RULES[code] as number
    if (rule === UNKNOWN) {
      if (!(flags & FLAG.optional)) return FLAT.attribute
    } else {
      if ((flags ^ rule) & KIND_FLAGS) return FLAT.attribute
      if (rule & EXACT) {
        if (length !== rule >>> 16) return FLAT.attribute
      } else if (rule & UNIT && (length === 0 || length % (rule >>> 16) !== 0))
        return FLAT.attribute
    }
    switch (code) {
      case 1:
        if ((bytes[p] as number) > 2) return FLAT.attribute
        break
      case 2:
        if (!isPath(bytes, p, next, asWidth, isExternal ? SEQUENCE : CONFED_SET))
          return FLAT.attribute
        break
      case 3:
        if (bytes[p] === 0 || (bytes[p] as number) >= FIRST_GROUP) return FLAT.attribute
        break
      case 5:
      case 9:
      case 10:
        if (isExternal) return FLAT.attribute
        break
      case 7:
        if (length !== 4 + asWidth || isZero(bytes, p, asWidth)) return FLAT.attribute
        break
      case MP_REACH_NLRI:
        if (!walkReach(bytes, p, next, options, out)) return FLAT.network
        break
      case MP_UNREACH_NLRI:
        if (!walkUnreach(bytes, p, next, options, out)) return FLAT.network
        break
      case 17:
        if (asWidth === 4 || length === 0 || !isPath(bytes, p, next, 4, CONFED_SET))
          return FLAT.attribute
        break
      case 18:
        if (asWidth === 4 || isZero(bytes, p, 4)) return FLAT.attribute
        break
      case 26:
        if (!isTlvs(bytes, p, next)) return FLAT.attribute
        break
    }
    p = next
  }
  if (out.announcedCount > 0) {
    const wanted = told > 0 ? MANDATORY_NLRI : MANDATORY
    if ((seenLow & wanted) !== wanted) return FLAT.missing
  }
  return FLAT.ok
}

/** What is wrong with an UPDATE that the walker refused, or what the table path makes of it. */
export const explainUpdate = (bytes: Uint8Array, options: CodecOptions): Update | WireError => {
  try {
    return decodeMessage(bytes, options) as Update
  } catch (error) {
    if (error instanceof WireError) return error
    throw error
  }
}

const KIND_FLAGS = FLAG.optional | FLAG.transitive
const UNKNOWN = -1
const EXACT = 0x100
const UNIT = 0x200
const MANDATORY = (1 << 1) | (1 << 2)
const MANDATORY_NLRI = MANDATORY | (1 << 3)

/** The attribute table by code: flags in the low octet; the length, or what it is a multiple of, in the high half. */
const RULES = new Int32Array(256).fill(UNKNOWN)
for (const { code, flags, length, unit } of attributeTable)
  RULES[code] =
    flags |
    (length !== undefined ? EXACT | (length << 16) : 0) |
    (unit !== undefined ? UNIT | (unit << 16) : 0)
RULES[MP_REACH_NLRI] = FLAG.optional
RULES[MP_UNREACH_NLRI] = FLAG.optional

const u16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number)

/** -1 when they do not end at `to`, or one is too long. */
const countPrefixes = (
  bytes: Uint8Array,
  from: number,
  to: number,
  maxBits: number,
  hasPathIds: boolean,
): number => {
  const before = hasPathIds ? 4 : 0
  let count = 0
  let at = from
  while (at < to) {
    at += before
    if (at >= to) return -1
    const bits = bytes[at] as number
    if (bits > maxBits) return -1
    at += 1 + ((bits + 7) >>> 3)
    count++
  }
  return at === to ? count : -1
}

/** Is an attribute of that code in the list before `to`? Only for codes beyond 63. */
const comesBefore = (bytes: Uint8Array, from: number, to: number, code: number): boolean => {
  let at = from
  while (at < to) {
    if (bytes[at + 1] === code) return true
    at +=
      (bytes[at] as number) & FLAG.extended ? 4 + u16(bytes, at + 2) : 3 + (bytes[at + 2] as number)
  }
  return false
}

/** The last type of segment that may come (RFC 4271 section 4.3, RFC 5065 section 3). */
const SEQUENCE = 2
const CONFED_SET = 4

const isPath = (
  bytes: Uint8Array,
  from: number,
  to: number,
  width: number,
  lastType: number,
): boolean => {
  let at = from
  while (at < to) {
    if (to - at < 2) return false
    const type = bytes[at] as number
    const count = bytes[at + 1] as number
    at += 2
    if (type < 1 || type > lastType || count === 0 || count * width > to - at) return false
    const end = at + count * width
    if (width === 4) {
      for (; at < end; at += 4)
        if (
          ((bytes[at] as number) |
            (bytes[at + 1] as number) |
            (bytes[at + 2] as number) |
            (bytes[at + 3] as number)) ===
          0
        )
          return false
    } else
      for (; at < end; at += 2)
        if (((bytes[at] as number) | (bytes[at + 1] as number)) === 0) return false
  }
  return true
}

/** AS number 0 (RFC 7607). */
const isZero = (bytes: Uint8Array, at: number, width: number): boolean =>
  u16(bytes, at) === 0 && (width === 2 || u16(bytes, at + 2) === 0)

const isTlvs = (bytes: Uint8Array, from: number, to: number): boolean => {
  let at = from
  while (at < to) {
    if (to - at < 3) return false
    const length = u16(bytes, at + 1)
    if (length < 3 || (bytes[at] === 1 && length !== 11) || length > to - at) return false
    at += length
  }
  return true
}

const walkReach = (
  bytes: Uint8Array,
  from: number,
  to: number,
  options: FlatOptions,
  out: FlatUpdate,
): boolean => {
  if (to - from < 5) return false
  const nextHop = bytes[from + 3] as number
  const nlri = from + 5 + nextHop
  if (nlri > to) return false
  out.reach = from
  out.reachEnd = to
  const afi = u16(bytes, from)
  if (bytes[from + 2] !== 1 || afi < 1 || afi > 2) return true
  if (nextHop !== 16 && nextHop !== 32 && (nextHop !== 4 || afi !== 1)) return false
  const count = countOf(bytes, nlri, to, afi, options)
  out.announcedCount += count
  return count >= 0
}

const walkUnreach = (
  bytes: Uint8Array,
  from: number,
  to: number,
  options: FlatOptions,
  out: FlatUpdate,
): boolean => {
  if (to - from < 3) return false
  out.unreach = from
  out.unreachEnd = to
  const afi = u16(bytes, from)
  if (bytes[from + 2] !== 1 || afi < 1 || afi > 2) return true
  const count = countOf(bytes, from + 3, to, afi, options)
  out.withdrawnCount += count
  return count >= 0
}

const countOf = (
  bytes: Uint8Array,
  from: number,
  to: number,
  afi: number,
  { hasPathIdsIpv4, hasPathIdsIpv6 }: FlatOptions,
): number =>
  afi === 1
    ? countPrefixes(bytes, from, to, 32, hasPathIdsIpv4)
    : countPrefixes(bytes, from, to, 128, hasPathIdsIpv6)

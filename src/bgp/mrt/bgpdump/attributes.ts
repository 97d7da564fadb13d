/**
 * The attributes of a route for a line of text. Not the decoder of the protocol: a line is printed
 * for broken attributes too, from what there is of them, because that is what bgpdump does and what
 * an archive of such routes is read for. Everything odd is reported.
 */
import type { AsWidth } from '../../as-path.ts'
import { dumpIpv4 } from './address.ts'
import { dumpCommunities, dumpLargeCommunities } from './communities.ts'
import { type DumpPrefix, dumpPrefixes } from './nlri.ts'
import { dumpPath, dumpSegments, mergeDumpPaths } from './path.ts'

export interface DumpReach {
  readonly afi: number
  readonly safi: number
  /** Empty for withdrawals, and for a next hop of a length that no family has. */
  readonly nextHop: Uint8Array
  readonly prefixes: readonly DumpPrefix[]
}

export interface DumpUnknown {
  readonly code: number
  readonly flags: number
  readonly value: Uint8Array
}

export interface DumpAttributes {
  readonly origin: string
  readonly path: string
  readonly nextHop?: string
  readonly localPref?: number
  readonly med?: number
  readonly communities: string
  readonly hasCommunities: boolean
  readonly largeCommunities: string
  readonly atomicAggregate: boolean
  /** `AS address`, empty where there is none. */
  readonly aggregator: string
  readonly reach: readonly DumpReach[]
  readonly unreach: readonly DumpReach[]
  readonly unknown: readonly DumpUnknown[]
}

export interface DumpOptions {
  readonly asWidth: AsWidth
  readonly addPath: boolean
  /** Told what is wrong with the attributes. */
  report(message: string): void
}

const ORIGINS = ['IGP', 'EGP']
const AS_TRANS = 23_456
/** Attributes that have a column, or no column on purpose; all others are unknown to bgpdump. */
const KNOWN: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14, 15, 17, 18, 32]

export const dumpAttributes = (octets: Uint8Array, options: DumpOptions): DumpAttributes => {
  const values = new Map<number, Uint8Array>()
  const unknown: DumpUnknown[] = []
  const reach: DumpReach[] = []
  const unreach: DumpReach[] = []
  for (const attribute of split(octets, options)) {
    const { code, value } = attribute
    if (code === 14) addReach(reach, value, options)
    else if (code === 15) addUnreach(unreach, value, options)
    else if (values.has(code)) options.report(`attribute ${code} twice`)
    if (!KNOWN.includes(code)) unknown.push(attribute)
    if (!values.has(code)) values.set(code, value)
  }
  return { ...columns(values, options.asWidth), reach, unreach, unknown }
}

const columns = (
  values: ReadonlyMap<number, Uint8Array>,
  width: AsWidth,
): Omit<DumpAttributes, 'reach' | 'unreach' | 'unknown'> => {
  const [origin, nextHop, med, localPref, communities] = [1, 3, 4, 5, 8].map((code) =>
    values.get(code),
  )
  const aggregator = aggregatorOf(values, width)
  return {
    origin: (origin && ORIGINS[origin[0] ?? 0]) ?? 'INCOMPLETE',
    path: pathOf(values, width, aggregator.isNarrowOnly),
    ...(nextHop && { nextHop: dumpIpv4(nextHop) }),
    ...(localPref && { localPref: u32(localPref) }),
    ...(med && { med: u32(med) }),
    communities: communities ? dumpCommunities(communities) : '',
    hasCommunities: communities !== undefined,
    largeCommunities: dumpLargeCommunities(values.get(32) ?? new Uint8Array(0)),
    atomicAggregate: values.has(6),
    aggregator: aggregator.text,
  }
}

const pathOf = (
  values: ReadonlyMap<number, Uint8Array>,
  width: AsWidth,
  isNarrowOnly: boolean,
): string => {
  const value = values.get(2)
  if (!value) return ''
  const path = dumpSegments(value, width)
  const wide = values.get(17)
  if (width === 4 || !wide || isNarrowOnly) return dumpPath(path)
  return dumpPath(mergeDumpPaths(path, dumpSegments(wide, 4)))
}

/** RFC 6793 section 4.2.3: an AGGREGATOR other than AS_TRANS means that AS4_PATH is out of date too. */
const aggregatorOf = (
  values: ReadonlyMap<number, Uint8Array>,
  width: AsWidth,
): { text: string; isNarrowOnly: boolean } => {
  const value = values.get(7)
  if (!value) return { text: '', isNarrowOnly: false }
  const asn = width === 4 ? u32(value) : u16(value)
  const wide = width === 2 ? values.get(18) : undefined
  if (wide && asn === AS_TRANS)
    return { text: aggregatorText(u32(wide), wide.subarray(4)), isNarrowOnly: false }
  const text = aggregatorText(asn, value.subarray(width))
  return { text, isNarrowOnly: wide !== undefined }
}

const aggregatorText = (asn: number, address: Uint8Array): string => {
  const text = dumpIpv4(address)
  return text === '255.255.255.255' ? '' : `${asn} ${text}`
}

function* split(octets: Uint8Array, { report }: DumpOptions): Generator<DumpUnknown> {
  let at = 0
  while (at < octets.length) {
    const flags = octets[at] as number
    const code = octets[at + 1] ?? 0
    const isLong = (flags & 0x10) !== 0
    const length = isLong ? u16(octets.subarray(at + 2)) : (octets[at + 2] ?? 0)
    const start = at + (isLong ? 4 : 3)
    // Without a length it counts as empty.
    if (start > octets.length) report(`attribute ${code} is cut off`)
    at = Math.min(start, octets.length)
    if (at + length > octets.length) return report(`attribute ${code} is cut off`)
    yield { code, flags, value: octets.subarray(at, at + length) }
    at += length
  }
}

const addReach = (reach: DumpReach[], value: Uint8Array, options: DumpOptions): void => {
  if (value.length === 0) {
    options.report('MP_REACH_NLRI is empty')
    return
  }
  // RFC 6396 section 4.3.4: in a table, only the length of the next hop and the next hop.
  const isShort = value[0] !== 0
  const afi = isShort ? 2 : u16(value)
  const safi = isShort ? 1 : (value[2] ?? 0)
  if (!isListed(reach, afi, safi, options)) return
  const at = isShort ? 0 : 3
  const length = value[at] ?? 0
  const isKnown = length === 4 || length === 16 || length === 32
  if (!isKnown) options.report(`a next hop of ${length} octets`)
  const nextHop = isKnown
    ? padded(value.subarray(at + 1, at + 1 + length), length)
    : new Uint8Array(0)
  const rest = isShort ? new Uint8Array(0) : behindNextHop(value, at + 1 + (isKnown ? length : 0))
  reach.push({ afi, safi, nextHop, prefixes: dumpPrefixes(rest, afi, options) })
}

const addUnreach = (unreach: DumpReach[], value: Uint8Array, options: DumpOptions): void => {
  const afi = u16(value)
  const safi = value[2] ?? 0
  if (!isListed(unreach, afi, safi, options)) return
  const prefixes = dumpPrefixes(value.subarray(3), afi, options)
  unreach.push({ afi, safi, nextHop: new Uint8Array(0), prefixes })
}

/** IPv4 and IPv6, unicast and multicast; each at most once in a message. */
const isListed = (
  list: readonly DumpReach[],
  afi: number,
  safi: number,
  { report }: DumpOptions,
): boolean => {
  const isKnown = afi <= 2 && safi <= 3
  const isRepeated = list.some((one) => one.afi === afi && one.safi === safi)
  if (!isKnown) report(`address family ${afi}, ${safi} is not printed`)
  if (isRepeated) report(`address family ${afi}, ${safi} twice`)
  return isKnown && !isRepeated
}

/** SNPAs, of which there are none any more (RFC 4760 section 3), each after its length. */
const behindNextHop = (value: Uint8Array, from: number): Uint8Array => {
  let at = from + 1
  for (let count = value[from] ?? 0; count > 0; count--) at += 1 + (value[at] ?? 0)
  return value.subarray(at)
}

const padded = (octets: Uint8Array, length: number): Uint8Array => {
  if (octets.length === length) return octets
  const whole = new Uint8Array(length)
  whole.set(octets)
  return whole
}

const u16 = (octets: Uint8Array): number => ((octets[0] ?? 0) << 8) | (octets[1] ?? 0)

const u32 = (octets: Uint8Array): number => u16(octets) * 0x10000 + u16(octets.subarray(2))

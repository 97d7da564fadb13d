/**
 * Recorded attributes as the source would send them: AS numbers of four octets (RFC 6793), the
 * source's AS number in front where that is wanted, LOCAL_PREF over iBGP only. All others stay as
 * they are, unknown ones too.
 */
import {
  type AsSegment,
  type AsWidth,
  mergeAs4Path,
  readAsPath,
  writeAsPath,
} from '../../bgp/as-path.ts'
import { FLAG } from '../../bgp/attributes.ts'
import { createReader } from '../../bgp/reader.ts'
import { createWriter } from '../../bgp/writer.ts'
import type { StreamOptions, StreamSource } from './options.ts'
import type { RawAttribute } from './raw-attributes.ts'

export interface RewriteOptions extends Pick<StreamOptions, 'prepend'> {
  readonly source: StreamSource
}

const CODE = {
  origin: 1,
  asPath: 2,
  nextHop: 3,
  localPref: 5,
  aggregator: 7,
  originatorId: 9,
  clusterList: 10,
  mpReach: 14,
  mpUnreach: 15,
  as4Path: 17,
  as4Aggregator: 18,
} as const

/** Written anew here, or by whoever makes the message. */
const REPLACED: readonly number[] = [
  CODE.origin,
  CODE.asPath,
  CODE.nextHop,
  CODE.localPref,
  CODE.aggregator,
  CODE.mpReach,
  CODE.mpUnreach,
  CODE.as4Path,
  CODE.as4Aggregator,
]
const INTERNAL_ONLY: readonly number[] = [CODE.originatorId, CODE.clusterList]
const INCOMPLETE = Uint8Array.of(2)
/** 100, what routers give routes by default. */
const USUAL_PREFERENCE = Uint8Array.of(0, 0, 0, 100)

/** In the order of their codes. WireError for an AS path that is none. */
export const rewriteAttributes = (
  recorded: ReadonlyMap<number, RawAttribute>,
  width: AsWidth,
  options: RewriteOptions,
): readonly RawAttribute[] => {
  const { internal } = options.source
  const kept = [...recorded.values()].filter(
    ({ code }) => !REPLACED.includes(code) && (internal || !INTERNAL_ONLY.includes(code)),
  )
  const value = (code: number) => recorded.get(code)?.value
  const wellKnown = (code: number, octets: Uint8Array) => ({
    code,
    flags: FLAG.transitive,
    value: octets,
  })
  const aggregator = aggregatorOf(recorded, width)
  return [
    ...kept,
    wellKnown(CODE.origin, value(CODE.origin) ?? INCOMPLETE),
    wellKnown(CODE.asPath, pathOctets(pathOf(recorded, width, options))),
    ...(internal ? [wellKnown(CODE.localPref, value(CODE.localPref) ?? USUAL_PREFERENCE)] : []),
    ...(aggregator ? [aggregator] : []),
  ].sort((a, b) => a.code - b.code)
}

const pathOf = (
  recorded: ReadonlyMap<number, RawAttribute>,
  width: AsWidth,
  { source, prepend }: RewriteOptions,
): readonly AsSegment[] => {
  const own = readPath(recorded.get(CODE.asPath), width)
  const wide = width === 2 && !isOutOfDate(recorded) ? recorded.get(CODE.as4Path) : undefined
  const path = wide ? mergeAs4Path(own, readPath(wide, 4)) : own
  // Only inside a confederation may its segments be sent (RFC 5065 section 5).
  const sent = source.internal ? path : path.filter(({ type }) => !type.startsWith('confed'))
  const isWanted = prepend === 'always' || (prepend === 'needed' && firstOf(sent) !== source.asn)
  return !source.internal && isWanted ? withFirst(sent, source.asn) : sent
}

/** The octets of the whole path, for a test of equality too. */
const pathOctets = (path: readonly AsSegment[]): Uint8Array =>
  writeAsPath(createWriter(), path, 4).take()

const readPath = (attribute: RawAttribute | undefined, width: AsWidth): readonly AsSegment[] =>
  attribute ? readAsPath(createReader(attribute.value, 'RFC 4271 4.3'), { width, guess: true }) : []

const firstOf = ([head]: readonly AsSegment[]): number | undefined =>
  head?.type === 'sequence' ? head.asns[0] : undefined

const withFirst = ([head, ...rest]: readonly AsSegment[], asn: number): readonly AsSegment[] =>
  head?.type === 'sequence'
    ? [{ type: 'sequence', asns: [asn, ...head.asns] }, ...rest]
    : [{ type: 'sequence', asns: [asn] }, ...(head ? [head] : []), ...rest]

const AS_TRANS = Uint8Array.of(0x5b, 0xa0)

/** RFC 6793 section 4.2.3: an AGGREGATOR other than AS_TRANS is newer than AS4_AGGREGATOR and AS4_PATH. */
const isOutOfDate = (recorded: ReadonlyMap<number, RawAttribute>): boolean => {
  const aggregator = recorded.get(CODE.aggregator)?.value
  return (
    aggregator !== undefined &&
    recorded.has(CODE.as4Aggregator) &&
    !AS_TRANS.every((octet, i) => aggregator[i] === octet)
  )
}

const aggregatorOf = (
  recorded: ReadonlyMap<number, RawAttribute>,
  width: AsWidth,
): RawAttribute | undefined => {
  const attribute = recorded.get(CODE.aggregator)
  if (!attribute) return undefined
  if (width === 4 || attribute.value.length === 8) return attribute
  const wide = recorded.get(CODE.as4Aggregator)
  if (wide && !isOutOfDate(recorded)) return { ...attribute, value: wide.value }
  return { ...attribute, value: Uint8Array.of(0, 0, ...attribute.value) }
}

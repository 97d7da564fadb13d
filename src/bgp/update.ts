/** UPDATE (RFC 4271 section 4.3), both families in one shape whatever field they came in. */
import { InputError, type WireOutcome } from '../lib/errors.ts'
import { type Attributes, attributeRow, MP_REACH_NLRI, MP_UNREACH_NLRI } from './attributes.ts'
import type { CodecOptions } from './codec-options.ts'
import type { Reach, Unreach } from './mp-nlri.ts'
import { readNlri, writeNlri } from './nlri.ts'
import {
  type AttributeProblem,
  type PathAttributes,
  readAttributes,
  writeAttributes,
} from './path-attributes.ts'
import type { Family } from './prefix.ts'
import type { Reader } from './reader.ts'
import { WIRE_ERRORS, wireError, withOutcome } from './wire-errors.ts'
import type { Writer } from './writer.ts'

export interface Update {
  readonly type: 'update'
  /** Unicast prefixes of both families, from the message's own fields and from the MP attributes. */
  readonly withdrawn: readonly string[]
  readonly announced: readonly string[]
  /** Beside the two lists above, where the session has path identifiers (RFC 7911); 0 where a family has none. */
  readonly pathIds?: {
    readonly withdrawn: readonly number[]
    readonly announced: readonly number[]
  }
  /** `nextHop` is that of the announced IPv4 prefixes; an IPv6 address where RFC 8950 holds. */
  readonly attributes: Attributes
  /** The next hop in MP_REACH_NLRI, when it is an IPv6 address. */
  readonly nextHopIpv6?: { readonly global: string; readonly linkLocal?: string }
  /** The family whose first table is now complete (RFC 4724 section 2). */
  readonly endOfRib?: Family
  /**
   * The strongest treatment of the problems (RFC 7606 section 3 h). `withdraw`: what is announced
   * counts as withdrawn, see `treated`. `discard`: the attributes are without the malformed ones.
   */
  readonly outcome: 'ok' | Exclude<WireOutcome, 'reset'>
  readonly problems: readonly AttributeProblem[]
}

export type UpdateToSend = Omit<Update, 'problems' | 'outcome'>

/** A WireError for what ends the session; what is milder is in `outcome`. */
export const decodeUpdate = (reader: Reader, options: CodecOptions = {}): Update => {
  const { addPath = [] } = options
  const hasPathIds = addPath.includes('ipv4')
  const start = reader.offset
  const withdrawn = readNlri(networks(reader, reader.u16()), 'ipv4', hasPathIds)
  const list = reader.sub(reader.u16())
  const found = readAttributes(list, options)
  const announced = readNlri(networks(reader, reader.left), 'ipv4', hasPathIds)
  const { attributes, reach, unreach } = found
  const problems = allProblems(found, announced.prefixes.length > 0, start)
  const endOfRib = endOfRibOf(found, withdrawn.prefixes.length + announced.prefixes.length)
  const withdrawnAll = joined(withdrawn, unreach)
  const announcedAll = joined(announced, reach)
  return {
    type: 'update',
    withdrawn: withdrawnAll.prefixes,
    announced: announcedAll.prefixes,
    ...((withdrawnAll.pathIds || announcedAll.pathIds) && {
      pathIds: { withdrawn: withdrawnAll.pathIds ?? [], announced: announcedAll.pathIds ?? [] },
    }),
    attributes: reach?.family === 'ipv4' ? { nextHop: reach.nextHop, ...attributes } : attributes,
    ...(reach?.nextHop.includes(':') && {
      nextHopIpv6: {
        global: reach.nextHop,
        ...(reach.linkLocal !== undefined && { linkLocal: reach.linkLocal }),
      },
    }),
    ...(endOfRib && { endOfRib }),
    outcome: strongest(problems),
    problems,
  }
}

/** What the UPDATE means after RFC 7606: with the outcome `withdraw` nothing is announced. */
export const treated = (update: Update): Update => {
  const { outcome, withdrawn, announced, pathIds } = update
  if (outcome !== 'withdraw' || announced.length === 0) return update
  return {
    ...update,
    withdrawn: [...withdrawn, ...announced],
    announced: [],
    ...(pathIds && {
      pathIds: { withdrawn: [...pathIds.withdrawn, ...pathIds.announced], announced: [] },
    }),
  }
}

/**
 * IPv4 prefixes go into the message's own fields, IPv6 prefixes into the MP attributes; so do IPv4
 * prefixes whose next hop is an IPv6 address (RFC 8950).
 */
export const encodeUpdate = (
  writer: Writer,
  update: UpdateToSend,
  options: CodecOptions = {},
): Writer => {
  const { addPath = [] } = options
  const gone = ofFamily(update, 'withdrawn', 'ipv4', addPath)
  const told = ofFamily(update, 'announced', 'ipv4', addPath)
  const { nextHop, ...others } = update.attributes
  const isMapped = nextHop?.includes(':') === true
  const reach = reachOf(update, told, addPath)
  const unreach = unreachOf(update, addPath)
  const attributes = isMapped ? others : update.attributes
  writer.sized16((w) => writeNlri(w, gone.prefixes, gone.pathIds))
  writer.sized16((w) =>
    writeAttributes(
      w,
      { attributes, ...(reach && { reach }), ...(unreach && { unreach }) },
      options,
    ),
  )
  return isMapped ? writer : writeNlri(writer, told.prefixes, told.pathIds)
}

const networks = (reader: Reader, length: number): Reader =>
  length <= reader.left
    ? reader.sub(length, WIRE_ERRORS.invalidNetwork)
    : reader.fail(`${length} octets are announced, ${reader.left} are left`)

interface Routes {
  readonly prefixes: readonly string[]
  readonly pathIds?: readonly number[]
}

const joined = (own: Routes, mp: Routes | undefined): Routes => {
  if (!mp || mp.prefixes.length === 0) return own.prefixes.length === 0 ? EMPTY : own
  if (own.prefixes.length === 0) return mp
  const prefixes = [...own.prefixes, ...mp.prefixes]
  if (!own.pathIds && !mp.pathIds) return { prefixes }
  return { prefixes, pathIds: [...idsOf(own), ...idsOf(mp)] }
}

const EMPTY: Routes = { prefixes: [] }

const idsOf = ({ prefixes, pathIds }: Routes): readonly number[] => pathIds ?? prefixes.map(() => 0)

const endOfRibOf = ({ codes, isCutOff, unreach }: PathAttributes, prefixes: number) => {
  if (prefixes > 0 || codes.length > 1 || isCutOff) return undefined
  if (codes.length === 0) return 'ipv4' as const
  return unreach?.prefixes.length === 0 ? unreach.family : undefined
}

const strongest = (problems: readonly AttributeProblem[]): Update['outcome'] => {
  if (problems.length === 0) return 'ok'
  return problems.some(({ treatment }) => treatment === 'withdraw') ? 'withdraw' : 'discard'
}

/** Those of the attributes, and mandatory ones that are missing. */
const allProblems = (
  found: PathAttributes,
  hasNlri: boolean,
  offset: number,
): readonly AttributeProblem[] => {
  const { problems, reach, codes, isCutOff } = found
  const isReachable = hasNlri || (reach !== undefined && reach.prefixes.length > 0)
  const missing = isReachable && !isCutOff ? missingCodes(codes, hasNlri) : NOTHING
  // Prefixes of a family that is not read are prefixes too.
  const isUnread = reach === undefined && codes.includes(MP_REACH_NLRI)
  if (!isReachable && !isUnread) mustBeHarmless(found)
  return missing.length === 0
    ? problems
    : [...problems, ...missing.map((code) => missingProblem(code, offset))]
}

const NOTHING: readonly number[] = []

/** RFC 4271 section 5, RFC 7606 section 3 (d): NEXT_HOP is that of the NLRI field only. */
const missingCodes = (codes: readonly number[], hasNlri: boolean): readonly number[] => {
  const hasAll = codes.includes(1) && codes.includes(2) && (!hasNlri || codes.includes(3))
  if (hasAll) return NOTHING
  return [1, 2, ...(hasNlri ? [3] : [])].filter((code) => !codes.includes(code))
}

const missingProblem = (code: number, offset: number): AttributeProblem => ({
  code,
  treatment: 'withdraw',
  error: wireError(WIRE_ERRORS.missingWellKnown, `no ${attributeRow(code)?.name}`, {
    offset,
    section: 'RFC 7606 3 d',
    outcome: 'withdraw',
    data: Uint8Array.of(code),
  }),
})

/**
 * RFC 7606 section 5.2: without anything announced, an error that would hide a route may have
 * hidden the prefixes themselves.
 */
const mustBeHarmless = ({ problems, codes, isCutOff }: PathAttributes): void => {
  const worst = problems.find(({ treatment }) => treatment === 'withdraw')
  const hasOthers = isCutOff || codes.some((code) => code !== MP_UNREACH_NLRI)
  if (worst && hasOthers) throw withOutcome(worst.error, 'reset', { section: 'RFC 7606 5.2' })
}

/** The prefixes of one family, with path identifiers where the session has them. */
const ofFamily = (
  update: UpdateToSend,
  list: 'withdrawn' | 'announced',
  family: Family,
  addPath: readonly Family[],
): Routes => {
  const all = update[list]
  if (all.length === 0) return EMPTY
  const places = placesOf(all, family)
  const prefixes = places ? places.map((i) => all[i] as string) : all
  if (!addPath.includes(family)) return { prefixes }
  const ids = update.pathIds?.[list] ?? []
  return { prefixes, pathIds: prefixes.map((_, i) => ids[places ? (places[i] as number) : i] ?? 0) }
}

/** Undefined when all are of the family, as they mostly are. */
const placesOf = (prefixes: readonly string[], family: Family): number[] | undefined => {
  const places: number[] = []
  for (let i = 0; i < prefixes.length; i++)
    if ((prefixes[i] as string).includes(':') === (family === 'ipv6')) places.push(i)
  return places.length === prefixes.length ? undefined : places
}

const reachOf = (
  update: UpdateToSend,
  ipv4: Routes,
  addPath: readonly Family[],
): Reach | undefined => {
  const { nextHopIpv6, attributes } = update
  const mapped = attributes.nextHop?.includes(':') && ipv4.prefixes.length > 0
  const ipv6 = ofFamily(update, 'announced', 'ipv6', addPath)
  if (ipv6.prefixes.length === 0 && !mapped) return undefined
  if (ipv6.prefixes.length > 0 && mapped)
    throw new InputError('an UPDATE cannot announce IPv6 and IPv4 with an IPv6 next hop at once')
  const nextHop = mapped ? attributes.nextHop : nextHopIpv6?.global
  if (nextHop === undefined) throw new InputError('IPv6 prefixes are announced without a next hop')
  const { linkLocal } = nextHopIpv6 ?? {}
  const routes = mapped ? ipv4 : ipv6
  const family = mapped ? 'ipv4' : 'ipv6'
  return { family, nextHop, ...(linkLocal !== undefined && { linkLocal }), ...routes }
}

const unreachOf = (update: UpdateToSend, addPath: readonly Family[]): Unreach | undefined => {
  const routes = ofFamily(update, 'withdrawn', 'ipv6', addPath)
  if (routes.prefixes.length === 0 && update.endOfRib !== 'ipv6') return undefined
  return { family: 'ipv6', ...routes }
}

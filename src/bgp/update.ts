/** UPDATE (RFC 4271 section 4.3), both families in one shape whatever field they came in. */
import type { AsWidth } from './as-path.ts'
import type { Attributes } from './attributes.ts'
import { readPrefixes, writePrefixes } from './nlri.ts'
import {
  type AttributeProblem,
  type PathAttributes,
  readAttributes,
  writeAttributes,
} from './path-attributes.ts'
import type { Family } from './prefix.ts'
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

export interface Update {
  readonly type: 'update'
  /** Unicast prefixes of both families, from the message's own fields and from the MP attributes. */
  readonly withdrawn: readonly string[]
  readonly announced: readonly string[]
  readonly attributes: Attributes
  /** Next hop of the announced IPv6 prefixes. */
  readonly nextHopIpv6?: { readonly global: string; readonly linkLocal?: string }
  /** The family whose first table is now complete (RFC 4724 section 2). */
  readonly endOfRib?: Family
  /** Malformed attributes: the caller applies their treatment. */
  readonly problems: readonly AttributeProblem[]
}

export const decodeUpdate = (reader: Reader, width: AsWidth): Update => {
  const withdrawn = readPrefixes(reader.sub(reader.u16()), 'ipv4')
  const found = readAttributes(reader.sub(reader.u16()), width)
  const announced = readPrefixes(reader, 'ipv4')
  const { attributes, reach, unreach, problems } = found
  const endOfRib = endOfRibOf(found, withdrawn.length + announced.length)
  return {
    type: 'update',
    withdrawn: [...withdrawn, ...(unreach?.prefixes ?? [])],
    announced: [...announced, ...(reach?.prefixes ?? [])],
    attributes: reach?.family === 'ipv4' ? { nextHop: reach.nextHop, ...attributes } : attributes,
    ...(reach?.family === 'ipv6' && {
      nextHopIpv6: {
        global: reach.nextHop,
        ...(reach.linkLocal !== undefined && { linkLocal: reach.linkLocal }),
      },
    }),
    ...(endOfRib && { endOfRib }),
    problems,
  }
}

/** IPv4 prefixes go into the message's own fields, IPv6 prefixes into the MP attributes. */
export const encodeUpdate = (
  writer: Writer,
  update: Omit<Update, 'problems'>,
  width: AsWidth,
): Writer => {
  writer.sized16((w) => writePrefixes(w, update.withdrawn.filter(isIpv4)))
  writer.sized16((w) => writeAttributes(w, { ...multiprotocol(update), ...update }, width))
  return writePrefixes(writer, update.announced.filter(isIpv4))
}

const endOfRibOf = (found: PathAttributes, prefixes: number): Family | undefined => {
  if (prefixes > 0 || found.count > 1) return undefined
  if (found.count === 0) return 'ipv4'
  return found.unreach?.prefixes.length === 0 ? found.unreach.family : undefined
}

const isIpv4 = (prefix: string): boolean => !prefix.includes(':')
const isIpv6 = (prefix: string): boolean => prefix.includes(':')

const multiprotocol = ({
  announced,
  withdrawn,
  nextHopIpv6,
  endOfRib,
}: Omit<Update, 'problems'>): Pick<PathAttributes, 'reach' | 'unreach'> => {
  const reached = announced.filter(isIpv6)
  const unreached = withdrawn.filter(isIpv6)
  return {
    ...(reached.length > 0 && {
      reach: {
        family: 'ipv6',
        nextHop: nextHopIpv6?.global ?? '::',
        ...(nextHopIpv6?.linkLocal !== undefined && { linkLocal: nextHopIpv6.linkLocal }),
        prefixes: reached,
      },
    }),
    ...((unreached.length > 0 || endOfRib === 'ipv6') && {
      unreach: { family: 'ipv6', prefixes: unreached },
    }),
  }
}

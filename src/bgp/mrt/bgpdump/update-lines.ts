/** The lines of an UPDATE: withdrawals first, the message's own fields before the MP attributes. */
import type { AsWidth } from '../../as-path.ts'
import type { Endpoint } from '../record.ts'
import { dumpAddress, dumpIpv6 } from './address.ts'
import { type DumpAttributes, type DumpReach, dumpAttributes } from './attributes.ts'
import { head, tail } from './columns.ts'
import type { LineContext } from './lines.ts'
import { type DumpPrefix, dumpPrefix, dumpPrefixes } from './nlri.ts'

export interface UpdateContext extends LineContext {
  readonly asWidth: AsWidth
  readonly addPath: boolean
  /** First column. */
  readonly format: string
  readonly time: string
  readonly peer: Endpoint
  readonly isLocal: boolean
}

export interface UpdateParts {
  readonly withdrawn: readonly DumpPrefix[]
  readonly route: DumpAttributes
  readonly announced: readonly DumpPrefix[]
}

/** `body` is the message without its header; fields that reach beyond its end are cut. */
export const updateParts = (
  body: Uint8Array,
  options: Pick<UpdateContext, 'asWidth' | 'addPath' | 'report'>,
): UpdateParts => {
  const withdrawnEnd = Math.min(2 + u16(body, 0), body.length)
  const attributesStart = withdrawnEnd + 2
  const attributesEnd = Math.min(attributesStart + u16(body, withdrawnEnd), body.length)
  return {
    withdrawn: dumpPrefixes(body.subarray(2, withdrawnEnd), 1, options),
    route: dumpAttributes(body.subarray(attributesStart, attributesEnd), options),
    announced: dumpPrefixes(body.subarray(attributesEnd), 1, options),
  }
}

export const updateLines = (body: Uint8Array, context: UpdateContext): readonly string[] => {
  const { withdrawn, route, announced } = updateParts(body, context)
  const lines: string[] = []
  for (const prefix of withdrawn) lines.push(withdrawLine(prefix, 1, context))
  for (const { afi, prefixes } of inOrder(route.unreach))
    for (const prefix of prefixes) lines.push(withdrawLine(prefix, afi, context))
  const own = `${head(route)}|${tail(route, context.options)}`
  for (const prefix of announced) lines.push(announceLine(prefix, own, context))
  for (const reach of inOrder(route.reach)) {
    const columns = reachColumns(route, reach, context)
    for (const prefix of reach.prefixes) lines.push(announceLine(prefix, columns, context))
  }
  return lines
}

/** IPv4 before IPv6, unicast before multicast. */
const inOrder = (list: readonly DumpReach[]): readonly DumpReach[] =>
  list
    .filter(({ afi, safi }) => afi > 0 && safi > 0)
    .toSorted((a, b) => a.afi - b.afi || a.safi - b.safi)

const withdrawLine = (prefix: DumpPrefix, afi: number, context: UpdateContext): string => {
  const { format, time, peer, addPath, isLocal } = context
  // Here, bgpdump writes the IPv4 address of the other end as if it were the head of an IPv6 one.
  const address = afi === 2 && isLocal ? dumpIpv6(peer.address) : dumpAddress(peer.address)
  const line = `${format}|${time}|W|${address}|${peer.asn}|${dumpPrefix(prefix)}`
  return addPath ? `${line}|${prefix.pathId}` : line
}

const announceLine = (prefix: DumpPrefix, columns: string, context: UpdateContext): string => {
  const { format, time, peer, addPath } = context
  const text = addPath ? `${dumpPrefix(prefix)}|${prefix.pathId}` : dumpPrefix(prefix)
  return `${format}|${time}|A|${dumpAddress(peer.address)}|${peer.asn}|${text}|${columns}`
}

const reachColumns = (
  route: DumpAttributes,
  { afi, nextHop }: DumpReach,
  { options }: UpdateContext,
): string => {
  const rest = tail(route, options)
  // Without a next hop of a known length, bgpdump leaves out the columns around it.
  if (nextHop.length === 0) return afi === 1 ? `${route.path}|${route.origin}|${rest}` : rest
  // For IPv4 in MP_REACH_NLRI, and only there, it prints the two numbers with a sign.
  const { localPref = 0, med = 0 } = route
  const shown = afi === 1 ? { ...route, localPref: localPref | 0, med: med | 0 } : route
  return `${head(shown, dumpAddress(nextHop.subarray(0, 16)))}|${rest}`
}

const u16 = (octets: Uint8Array, at: number): number =>
  ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0)

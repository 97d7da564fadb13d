/** Export policy: with which attributes a peer is told of a path, if at all (RFC 4271 sections 5 and 9.2). */
import type { AsSegment } from '../as-path.ts'
import { type Attributes, FLAG } from '../attributes.ts'
import { mayExport, mayTellInternally } from '../policy.ts'
import type { AttributeSet } from './attribute-store.ts'
import { COMMUNITY, hasCommunity, withoutTags } from './communities.ts'
import type { PeerConfig, RouterConfig } from './config.ts'
import type { RoutePath } from './path.ts'

/** How a peer is told now, beyond its configuration. */
export interface ExportMode {
  readonly leak: boolean
  readonly drain: boolean
}

/** Peers with equal keys are told the same. */
export const exportKey = (peer: PeerConfig, { leak, drain }: ExportMode): string =>
  JSON.stringify([
    peer.type,
    peer.localAddress,
    peer.relation,
    peer.client,
    peer.nextHopSelf,
    leak,
    drain,
  ])

/** Undefined when the peer is not told. That it told us is for the caller to know. */
export const exportPath = (
  path: RoutePath,
  peer: PeerConfig,
  router: RouterConfig,
  mode: ExportMode,
): AttributeSet | undefined => {
  if (hasCommunity(path.attributes, COMMUNITY.noAdvertise)) return undefined
  return peer.type === 'ebgp'
    ? exportExternal(path, peer, router, mode)
    : exportInternal(path, peer, router)
}

const exportExternal = (
  { attributes, learnedFrom, source }: RoutePath,
  peer: PeerConfig,
  { asn, tagged }: RouterConfig,
  { leak, drain }: ExportMode,
): AttributeSet | undefined => {
  if (!leak && (staysInside(attributes) || !mayExport(learnedFrom, peer.relation))) return undefined
  const { localPref: _, originatorId: __, clusterList: ___, med, ...rest } = attributes
  const { largeCommunities, extendedCommunities, communities, unknown, ...plain } = rest
  const large = tagged ? withoutTags(asn, largeCommunities) : largeCommunities
  const extended = extendedCommunities?.filter(isTransitive)
  const known = unknown?.filter(({ flags }) => flags & FLAG.transitive)
  const all = drain
    ? [...new Set([...(communities ?? []), COMMUNITY.gracefulShutdown])]
    : communities
  return {
    attributes: {
      ...plain,
      asPath: prepend(asn, attributes.asPath ?? []),
      // RFC 4271 section 5.1.4: only an own one goes to another AS.
      ...(source === 'local' && med !== undefined && { med }),
      ...(all && { communities: all }),
      ...(large && { largeCommunities: large }),
      ...(extended?.length && { extendedCommunities: extended }),
      ...(known?.length && { unknown: known.map(partial) }),
    },
    nextHop: peer.localAddress,
  }
}

const exportInternal = (
  path: RoutePath,
  peer: PeerConfig,
  { clusterId, routerId }: RouterConfig,
): AttributeSet | undefined => {
  const { attributes, source, fromClient } = path
  if (!mayTellInternally({ source, fromClient, toClient: peer.client === true })) return undefined
  const told = { ...attributes, localPref: path.localPref }
  if (source !== 'ibgp') return { attributes: told, ...nextHopInside(path, peer) }
  return {
    attributes: {
      ...told,
      // RFC 4456 section 8.
      originatorId: attributes.originatorId ?? (path.peer?.routerId as string),
      clusterList: [clusterId ?? routerId, ...(attributes.clusterList ?? [])],
    },
    nextHop: path.nextHop,
  }
}

const nextHopInside = (
  { source, nextHop }: RoutePath,
  { localAddress, nextHopSelf = true }: PeerConfig,
): { nextHop: string } => ({
  nextHop: source === 'local' || nextHopSelf ? localAddress : nextHop,
})

/** RFC 1997; there are no confederations here, so the third is like the first. */
const staysInside = (attributes: Attributes): boolean =>
  hasCommunity(attributes, COMMUNITY.noExport) ||
  hasCommunity(attributes, COMMUNITY.noExportSubconfed)

const LONGEST_SEGMENT = 255

const prepend = (asn: number, [first, ...rest]: readonly AsSegment[]): readonly AsSegment[] => {
  if (first?.type === 'sequence' && first.asns.length < LONGEST_SEGMENT)
    return [{ type: 'sequence', asns: [asn, ...first.asns] }, ...rest]
  return [{ type: 'sequence', asns: [asn] }, ...(first ? [first, ...rest] : [])]
}

/** RFC 4360 section 2: the second highest bit of the type says that it stays in the AS. */
const isTransitive = (hex: string): boolean => (Number.parseInt(hex.slice(0, 2), 16) & 0x40) === 0

const partial = <T extends { readonly flags: number }>(attribute: T): T => ({
  ...attribute,
  flags: attribute.flags | FLAG.partial,
})

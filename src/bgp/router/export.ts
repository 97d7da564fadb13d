/** Export policy: with which attributes a peer is told of a path, if at all (RFC 4271 sections 5 and 9.2). */
import type { AsSegment } from '../as-path.ts'
import { type Attributes, FLAG } from '../attributes.ts'
import { mayExport, mayTellInternally } from '../policy.ts'
import { AttributeSet } from './attribute-set.ts'
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
  const told: Told = { ...attributes, asPath: prepend(asn, attributes.asPath ?? []) }
  // RFC 4271 section 5.1.4: only an own one goes to another AS.
  if (told.med !== undefined && source !== 'local') told.med = undefined
  for (const name of INTERNAL) if (told[name] !== undefined) told[name] = undefined
  if (tagged && told.largeCommunities)
    told.largeCommunities = withoutTags(asn, told.largeCommunities)
  if (drain)
    told.communities = [...new Set([...(told.communities ?? []), COMMUNITY.gracefulShutdown])]
  if (told.extendedCommunities)
    told.extendedCommunities = told.extendedCommunities.filter(isTransitive)
  if (told.unknown)
    told.unknown = told.unknown.filter(({ flags }) => flags & FLAG.transitive).map(partial)
  return new AttributeSet(told as Attributes, peer.localAddress)
}

/** AIGP: RFC 7311 section 3.4, not to another AS unless asked to. */
const INTERNAL = ['localPref', 'originatorId', 'clusterList', 'aigp'] as const

/** Undefined for what is not told: cheaper than a copy without it, and the same on the wire. */
type Told = { -readonly [Key in keyof Attributes]: Attributes[Key] | undefined }

const exportInternal = (
  path: RoutePath,
  peer: PeerConfig,
  { clusterId, routerId }: RouterConfig,
): AttributeSet | undefined => {
  const { attributes, localPref, source, fromClient } = path
  if (!mayTellInternally({ source, fromClient, toClient: peer.client === true })) return undefined
  if (source !== 'ibgp')
    return new AttributeSet({ ...attributes, localPref }, nextHopInside(path, peer))
  return new AttributeSet(
    {
      ...attributes,
      localPref,
      // RFC 4456 section 8.
      originatorId: attributes.originatorId ?? (path.peer?.routerId as string),
      clusterList: [clusterId ?? routerId, ...(attributes.clusterList ?? [])],
    },
    path.nextHop,
    path.linkLocal,
  )
}

const nextHopInside = (
  { source, nextHop }: RoutePath,
  { localAddress, nextHopSelf = true }: PeerConfig,
): string => (source === 'local' || nextHopSelf ? localAddress : nextHop)

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

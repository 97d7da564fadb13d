/** Import policy: what a received attribute set becomes in the RIB, or why it does not. */
import { flatten } from '../as-path.ts'
import type { Attributes } from '../attributes.ts'
import {
  DEFAULT_LOCAL_PREF,
  hasLoop,
  hasReflectionLoop,
  importPreference,
  type Relation,
} from '../policy.ts'
import type { AttributeSet } from './attribute-set.ts'
import { COMMUNITY, hasCommunity, relationOf, tagOf, withoutTags } from './communities.ts'
import type { ImportRule, PeerConfig, RouterConfig } from './config.ts'

export interface Imported {
  readonly attributes: Attributes
  readonly localPref: number
  readonly learnedFrom: Relation | undefined
  readonly blackhole: boolean
}

/** Undefined for what is refused: such an announcement takes back the one before it (RFC 7606 section 2). */
export const importSet = (
  set: AttributeSet,
  peer: PeerConfig,
  router: RouterConfig,
  ownAddresses: ReadonlySet<string>,
): Imported | undefined => {
  const { attributes, nextHop } = set
  if (!attributes.origin || !attributes.asPath || ownAddresses.has(nextHop)) return undefined
  if (hasLoop(router.asn, flatten(attributes.asPath))) return undefined
  return peer.type === 'ebgp'
    ? importExternal(attributes, peer, router)
    : importInternal(attributes, router)
}

const importExternal = (
  received: Attributes,
  peer: PeerConfig,
  router: RouterConfig,
): Imported | undefined => {
  const [first] = received.asPath ?? []
  // RFC 7606 section 7.2, RFC 5065 section 5.
  const foreign = first?.type !== 'sequence' || first.asns[0] !== peer.asn
  if (foreign && peer.enforceFirstAs !== false) return undefined
  const rule = peer.imports?.find((one) => holds(one, received))
  if (rule && rule.localPref === undefined) return undefined
  const blackhole = peer.acceptsBlackhole === true && hasCommunity(received, COMMUNITY.blackhole)
  const attributes = withTag(withoutInternal(received), peer.relation, router)
  return {
    attributes: blackhole ? { ...attributes, communities: contained(received) } : attributes,
    localPref: preferenceOf(received, rule?.localPref ?? importPreference(peer.relation)),
    learnedFrom: peer.relation,
    blackhole,
  }
}

/** RFC 7606 sections 7.9 and 7.10: they mean nothing from another AS. Rare, so a copy is rare. */
const withoutInternal = (received: Attributes): Attributes => {
  if (received.originatorId === undefined && received.clusterList === undefined) return received
  const { originatorId: _, clusterList: __, ...rest } = received
  return rest
}

const importInternal = (received: Attributes, router: RouterConfig): Imported | undefined => {
  const { originatorId, clusterList = [] } = received
  const clusterId = router.clusterId ?? router.routerId
  if (hasReflectionLoop(router.routerId, { originatorId, clusterList: [] })) return undefined
  if (clusterList.includes(clusterId)) return undefined
  return {
    attributes: received,
    localPref: received.localPref ?? DEFAULT_LOCAL_PREF,
    learnedFrom: router.tagged ? relationOf(router.asn, received) : undefined,
    blackhole:
      hasCommunity(received, COMMUNITY.blackhole) && hasCommunity(received, COMMUNITY.noExport),
  }
}

/** RFC 8326 section 4.1: what is about to go away is the last choice. */
const preferenceOf = (attributes: Attributes, usual: number): number =>
  hasCommunity(attributes, COMMUNITY.gracefulShutdown) ? 0 : usual

const holds = ({ asPath, community }: ImportRule, received: Attributes): boolean =>
  (asPath === undefined || asPath.join() === flatten(received.asPath ?? []).join()) &&
  (community === undefined || hasCommunity(received, community))

/** RFC 7999 section 3.2: a blackhole stays in the AS that was asked for it. */
const contained = ({ communities = [] }: Attributes): readonly number[] => [
  ...new Set([...communities, COMMUNITY.noExport]),
]

const withTag = (
  attributes: Attributes,
  relation: Relation | undefined,
  { asn, tagged }: RouterConfig,
): Attributes => {
  if (!tagged) return attributes
  const foreign = withoutTags(asn, attributes.largeCommunities)
  if (!relation && foreign === attributes.largeCommunities) return attributes
  const { largeCommunities: _, ...rest } = attributes
  const all = [...(foreign ?? []), ...(relation ? [tagOf(asn, relation)] : [])]
  return all.length > 0 ? { ...rest, largeCommunities: all } : rest
}

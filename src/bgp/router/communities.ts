/** Communities that mean something to every router, and those that carry Gao-Rexford inside an AS. */
import type { Attributes } from '../attributes.ts'
import type { Relation } from '../policy.ts'

/** RFC 1997, RFC 7999, RFC 8326. */
export const COMMUNITY = {
  gracefulShutdown: 0xffff0000,
  blackhole: 0xffff029a,
  noExport: 0xffffff01,
  noAdvertise: 0xffffff02,
  noExportSubconfed: 0xffffff03,
} as const

export const hasCommunity = ({ communities }: Attributes, community: number): boolean =>
  communities?.includes(community) ?? false

/**
 * Where a route entered the AS is written on it as a large community (RFC 8092) in the AS's own name:
 * `<asn>:1:200|150|100`. iBGP carries it to the AS's other borders; it never leaves the AS.
 */
type Large = readonly [number, number, number]
const FUNCTION = 1
const VALUES: Readonly<Record<Relation, number>> = { customer: 200, peer: 150, provider: 100 }
const RELATIONS = Object.keys(VALUES) as Relation[]

export const tagOf = (asn: number, relation: Relation): Large => [asn, FUNCTION, VALUES[relation]]

export const relationOf = (asn: number, { largeCommunities }: Attributes): Relation | undefined =>
  largeCommunities &&
  RELATIONS.find((relation) =>
    largeCommunities.some((c) => isOurs(asn, c) && c[2] === VALUES[relation]),
  )

/** The large communities without our tags; undefined when none is left. */
export const withoutTags = (
  asn: number,
  communities: readonly Large[] | undefined,
): readonly Large[] | undefined => {
  if (!communities?.some((c) => isTag(asn, c))) return communities
  const left = communities.filter((c) => !isTag(asn, c))
  return left.length > 0 ? left : undefined
}

const isOurs = (asn: number, [global, local]: Large): boolean =>
  global === asn && local === FUNCTION
const isTag = (asn: number, c: Large): boolean =>
  isOurs(asn, c) && RELATIONS.some((relation) => VALUES[relation] === c[2])

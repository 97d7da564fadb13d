/** Who tells whom what: Gao-Rexford between ASes, RFC 4271 section 9.2 and RFC 4456 inside one. */

/** What the other end of a session is to this one. */
export type Relation = 'customer' | 'peer' | 'provider'

/** LOCAL_PREF given at import. What earns money is preferred over what costs none, and that over what is paid for. */
export const LOCAL_PREF: Readonly<Record<Relation, number>> = {
  customer: 200,
  peer: 150,
  provider: 100,
}
/** Of own networks, and of routes from sessions without a relation. */
export const DEFAULT_LOCAL_PREF = 100

export const importPreference = (from: Relation | undefined): number =>
  from ? LOCAL_PREF[from] : DEFAULT_LOCAL_PREF

/**
 * May a route be told to `to` over eBGP? Peers and providers hear only of own and customer routes.
 * `learnedFrom` is undefined for own networks and for sessions without a relation, which count as own.
 */
export const mayExport = (learnedFrom: Relation | undefined, to: Relation | undefined): boolean =>
  to === undefined || to === 'customer' || learnedFrom === undefined || learnedFrom === 'customer'

/** RFC 4271 section 9.1.2: a path through the own AS is of no use. */
export const hasLoop = (ownAs: number, asPath: readonly number[]): boolean => asPath.includes(ownAs)

export interface InternalHop {
  /** How the sender has the route. */
  readonly source: 'local' | 'ebgp' | 'ibgp'
  /** The sender learned it from a client of its own. */
  readonly fromClient: boolean
  /** The receiver is a client of the sender. */
  readonly toClient: boolean
}

/** May a router tell an iBGP neighbour? What iBGP told is only reflected, from or to a client (RFC 4456 section 6). */
export const mayTellInternally = ({ source, fromClient, toClient }: InternalHop): boolean =>
  source !== 'ibgp' || fromClient || toClient

/** RFC 4456 section 8: a reflected route that came back to where it began, or to a reflector it passed. */
export const hasReflectionLoop = (
  routerId: string,
  {
    originatorId,
    clusterList,
  }: { originatorId?: string | undefined; clusterList: readonly string[] },
): boolean => originatorId === routerId || clusterList.includes(routerId)

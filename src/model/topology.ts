import type { Damping } from '../bgp/router/damping.ts'

/**
 * A topology as every other part of the program sees it: resolved, complete and frozen.
 * What a user wrote (with groups, defaults, generators, nothing but names) is a
 * TopologySpec (model/topology-spec.ts); load/ turns one into the other.
 */

export type NodeName = string
export type LinkId = string
export type SessionId = string
/** An IPv4 or IPv6 prefix in canonical text, e.g. `198.18.1.0/24` or `2001:2:0:1::/64`. */
export type PrefixText = string
export type Family = 'ipv4' | 'ipv6'

/** What the *other* end of a session is to this node (Gao-Rexford). */
export type Relation = 'customer' | 'peer' | 'provider'
/** As written on a link; `customer-provider` makes the first endpoint the customer of the second. */
export type Relationship = 'peer' | 'customer-provider' | 'provider-customer'

export interface Topology {
  readonly name: string
  /** The address families that every link and loopback carries. */
  readonly families: readonly Family[]
  readonly nodes: readonly Node[]
  readonly links: readonly Link[]
  readonly sessions: readonly Session[]
}

export interface Node {
  readonly name: NodeName
  readonly kind: string
  /** Replaces the platform image of the kind. */
  readonly image?: string
  readonly asn: number
  /** Dotted quad; also the IPv4 loopback address. */
  readonly routerId: string
  readonly loopback: { readonly ipv4: string; readonly ipv6?: string }
  readonly networks: readonly Network[]
  readonly timers: Timers
  readonly groups: readonly string[]
  /** Reflects iBGP routes to all other routers of its AS (RFC 4456). */
  readonly routeReflector: boolean
  /** Of what comes over its eBGP sessions (RFC 2439). */
  readonly damping?: Damping
  /** Degrees; only for drawing. */
  readonly position?: { readonly latitude: number; readonly longitude: number }
}

/** A prefix that a node originates, with the address in it that answers probes. */
export interface Network {
  readonly family: Family
  readonly prefix: PrefixText
  /** A host address inside the prefix, put on the node's loopback interface. */
  readonly canary: string
}

export interface Timers {
  readonly keepaliveMs: number
  readonly holdMs: number
  readonly connectRetryMs: number
  /** MinRouteAdvertisementIntervalTimer, RFC 4271 section 9.2.1.1. */
  readonly mraiMs: number
  /** The same on iBGP sessions, where it differs. */
  readonly ibgpMraiMs?: number
}

export interface Link {
  /** `a--b` in the order written; a second link between the same two is `a--b#2`. */
  readonly id: LinkId
  readonly ends: readonly [LinkEnd, LinkEnd]
  /** Subnets of the link, with prefix length, e.g. `10.17.0.0/29`. */
  readonly subnet: { readonly ipv4: PrefixText; readonly ipv6?: PrefixText }
  readonly mtu: number
  /** The baseline of the link: what it is like with no fault on it, in both directions. */
  readonly shape: Shape
  readonly relationship?: Relationship
}

export interface LinkEnd {
  readonly node: NodeName
  readonly ipv4: string
  readonly ipv6?: string
  /** What the node accepts from the other end at most, on the session of each family. */
  readonly maxPrefixes?: number
  /** LOCAL_PREF that the node gives to what it hears from the other end. */
  readonly localPref?: number
}

/** Impairment of one direction of a link. Absent means none. */
export interface Shape {
  readonly delayMs?: number
  readonly jitterMs?: number
  /** Share of packets lost, 0 to 1. */
  readonly loss?: number
  /** Bits per second. */
  readonly rateBps?: number
  readonly corrupt?: number
  readonly duplicate?: number
  readonly reorder?: number
}

/**
 * A BGP session. Every family has a session of its own, over that family.
 * eBGP sessions run between the addresses of one link, iBGP sessions between loopbacks.
 */
export interface Session {
  /** `a--b` (the link's id) for eBGP, `a==b` for iBGP; `/ipv6` is appended for that family. */
  readonly id: SessionId
  readonly type: 'ebgp' | 'ibgp'
  readonly family: Family
  /** The link under an eBGP session. */
  readonly link?: LinkId
  readonly ends: readonly [SessionEnd, SessionEnd]
}

export interface SessionEnd {
  readonly node: NodeName
  readonly address: string
  /** What the other end is to this node; absent where no policy was asked for, and on iBGP. */
  readonly relation?: Relation
  /** On the reflector's end: the other end is its client (RFC 4456). */
  readonly reflectsTo?: boolean
  /** More prefixes than this from the other end end the session (RFC 4486 section 4). */
  readonly maxPrefixes?: number
  /** LOCAL_PREF of what the other end tells; stronger than the one of the relation. */
  readonly localPref?: number
}

/** A router as configured: plain data, the same for a simulated and for a real one. */
import type { Relation } from '../policy.ts'
import type { Family } from '../prefix.ts'
import type { Damping } from './damping.ts'

export interface RouterConfig {
  readonly asn: number
  /** Dotted quad. */
  readonly routerId: string
  /** RFC 4456; the router id when absent. */
  readonly clusterId?: string
  /** Gao-Rexford: relations are written on routes and taken off at the borders (see communities.ts). */
  readonly tagged?: boolean
  readonly peers: readonly PeerConfig[]
}

export interface PeerConfig {
  readonly name: string
  readonly type: 'ebgp' | 'ibgp'
  readonly asn: number
  readonly address: string
  /** Next hop of what the peer is told, where this router puts itself in. */
  readonly localAddress: string
  /** What the session carries: each family has a session of its own, over that family. */
  readonly family: Family
  /** What the peer is to this router. */
  readonly relation?: Relation
  /** The peer is a client of this reflector (RFC 4456). */
  readonly client?: boolean
  /** iBGP: what came over eBGP is told with the own address as next hop. Default true. */
  readonly nextHopSelf?: boolean
  /** eBGP: comes before the preference of the relation. The first rule that holds decides, as in a route map. */
  readonly imports?: readonly ImportRule[]
  readonly mrai?: Mrai
  /** More prefixes than this from the peer end the session (RFC 4486 section 4). */
  readonly maxPrefixes?: number
  /** Suppresses prefixes of this peer that flap (RFC 2439). Only eBGP peers are damped. */
  readonly damping?: Damping
  /** Refuse an eBGP path that does not begin with the peer's AS. Default true; off for a route server. */
  readonly enforceFirstAs?: boolean
  /** Honour BLACKHOLE from this peer (RFC 7999 section 3.3: only where agreed). */
  readonly acceptsBlackhole?: boolean
}

/** Every condition that is given must hold; a rule without one holds for all. */
export interface ImportRule {
  /** The AS path as received, from first to last. */
  readonly asPath?: readonly number[]
  /** One of the communities (RFC 1997) as a number. */
  readonly community?: number
  /** What the path gets; where absent, it is refused. */
  readonly localPref?: number
}

/** MinRouteAdvertisementInterval (RFC 4271 section 9.2.1.1). */
export interface Mrai {
  readonly ms: number
  /**
   * One timer for the peer, which begins with what is sent, as FRR has it; one that turns all the time
   * and lets everything go at each turn, as Quagga has it; or one for each prefix, as the RFC has it.
   */
  readonly per: 'peer' | 'tick' | 'prefix'
  /** Withdrawals wait too (the RFC's letter). Default false: the daemons send them at once. */
  readonly withdrawals?: boolean
}

export interface RouterOptions {
  /** Factor for each MRAI interval, 0.75 to 1 (RFC 4271 section 10). Default: always 1. */
  jitter?(): number
  /** Prefixes that one step tells one peer at most; the next follow at once with a tick. Default: all. */
  readonly burst?: number
  /**
   * An eBGP peer is told also what it told itself, as FRR does it: it finds its own AS in it. Default:
   * nobody is told what he told.
   */
  readonly echoes?: boolean
}

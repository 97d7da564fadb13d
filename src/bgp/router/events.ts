/**
 * What a router is told, and what it answers. Prefixes are numbers of its PrefixTable, peers go by
 * name, times are milliseconds of whatever clock drives it.
 */
import type { Family } from '../prefix.ts'
import type { AttributeSet } from './attribute-set.ts'
import type { PeerConfig } from './config.ts'
import type { RoutePath } from './path.ts'
import type { PrefixId } from './prefix-table.ts'

/** One UPDATE, in or out. */
export interface RouteUpdate {
  readonly withdrawn: readonly PrefixId[]
  readonly announced: readonly PrefixId[]
  /** Of what is announced; absent when nothing is. */
  readonly set?: AttributeSet
  /** The first table of this family is complete (RFC 4724 section 2). */
  readonly endOfRib?: Family
}

export interface PeerUpdate {
  readonly peer: string
  readonly update: RouteUpdate
}

export type RouterEvent =
  /** The session is Established. */
  | {
      readonly type: 'up'
      readonly peer: string
      /** BGP identifier from its OPEN. */
      readonly routerId: string
      /** The peer marks the ends of a refreshed table (RFC 7313). */
      readonly enhancedRefresh?: boolean
    }
  /** The session is gone. With `keepMs` its routes stay that long as stale ones (RFC 4724 section 4.2). */
  | { readonly type: 'down'; readonly peer: string; readonly keepMs?: number }
  | { readonly type: 'update'; readonly peer: string; readonly update: RouteUpdate }
  /** Several that came while the router did something else: one decision for all of them. */
  | { readonly type: 'updates'; readonly updates: readonly PeerUpdate[] }
  /** ROUTE-REFRESH: 0 asks for our table, 1 and 2 enclose the peer's (RFC 7313 section 3.2). */
  | { readonly type: 'refresh'; readonly peer: string; readonly subtype: number }
  /** Own network; `set` for one with other attributes than IGP origin and nothing else. */
  | { readonly type: 'originate'; readonly prefix: PrefixId; readonly set?: AttributeSet }
  | { readonly type: 'retract'; readonly prefix: PrefixId }
  /** Interior cost of every iBGP next hop that can be reached; the others cannot. */
  | { readonly type: 'next-hops'; readonly costs: ReadonlyMap<string, number> }
  /** Tells the peer everything, whatever policy says (a leak), or no longer. */
  | { readonly type: 'leak'; readonly peer: string; readonly on: boolean }
  /** RFC 8326: marks all that the peer is told with GRACEFUL_SHUTDOWN, or no longer. */
  | { readonly type: 'drain'; readonly peer: string; readonly on: boolean }
  /** The peer's connection is full: what it should be told waits, and later news replace earlier. */
  | { readonly type: 'congestion'; readonly peer: string; readonly on: boolean }
  /** A neighbour more, or with another configuration. A session of the same name is down first. */
  | { readonly type: 'add-peer'; readonly config: PeerConfig }
  | { readonly type: 'remove-peer'; readonly peer: string }
  /** A timer may be due. */
  | { readonly type: 'tick' }

export type Output =
  | { readonly type: 'update'; readonly peer: string; readonly update: RouteUpdate }
  /** ROUTE-REFRESH to the peer with this subtype. */
  | { readonly type: 'refresh'; readonly peer: string; readonly subtype: number }
  /** The best path changed; `step` is the name of the step that decided, `only path` without one. */
  | {
      readonly type: 'best'
      readonly prefix: PrefixId
      readonly path: RoutePath | undefined
      readonly step: string
    }
  /** End the session with this NOTIFICATION. */
  | {
      readonly type: 'close'
      readonly peer: string
      readonly code: number
      readonly subcode: number
      readonly data: Uint8Array
    }

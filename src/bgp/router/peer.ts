/** One neighbour as the router sees it while it runs. */
import { parseAddress } from '../prefix.ts'
import { AdjOut } from './adj-out.ts'
import type { PeerConfig } from './config.ts'
import { Damper } from './damper.ts'
import type { RoutePath } from './path.ts'
import type { PrefixId } from './prefix-table.ts'

export class Peer {
  readonly config: PeerConfig
  readonly address: bigint
  readonly out: AdjOut
  readonly damper: Damper | undefined
  isUp = false
  routerId = '0.0.0.0'
  enhancedRefresh = false
  leak = false
  drain = false
  /** Number of its export group: what RoutePath.exports is indexed by. */
  group = 0
  /** What each attribute set that the peer uses became, by its key (see PathMaker). */
  readonly paths = new Map<string, RoutePath>()
  /** Prefixes in its Adj-RIB-In. */
  prefixes = 0
  /** What waits for being told again, after a restart or in an enhanced refresh. */
  readonly stale = new Set<PrefixId>()
  /** When stale routes go whatever comes. */
  staleUntil = Number.POSITIVE_INFINITY
  /** The End-of-RIB of the first table is still to be sent. */
  owesEndOfRib = false

  constructor(config: PeerConfig) {
    this.config = config
    this.address = parseAddress(config.address)?.bits ?? 0n
    this.out = new AdjOut(config.mrai)
    const { damping, type } = config
    this.damper = damping && type === 'ebgp' ? new Damper(damping) : undefined
  }
}

/** What the simulated network offers to the testbed on top of it. All times are virtual milliseconds. */

import type { ForwardingTable } from '../../forwarding/types.ts'
import type { Random } from '../../lib/random.ts'
import type { LeverState } from '../../model/effect.ts'
import type { Observation } from '../../model/observation.ts'
import type { RouteReport, SessionReport } from '../../model/testbed.ts'
import type { LinkId, NodeName, PrefixText } from '../../model/topology.ts'
import type { SimNode } from './sim-node.ts'
import type { Net } from './socket.ts'

export interface SimNetwork {
  /** Milliseconds since the network was made; `at` of observations is this too. */
  readonly nowMs: number
  /** When the next event is due; Infinity when nothing waits. */
  readonly nextMs: number
  /** Performs the next event, and moves the time to it. */
  step(): void
  /** Ties are performed in the order of scheduling. Not before now. */
  schedule(atMs: number, perform: () => void): Scheduled
  /** Brings the state about, now, and answers what is read back. Idempotent, but for a reset. */
  set(state: LeverState): string
  /** BackendError when the node does not answer: down, paused, its BGP speaker dead or frozen. */
  sessions(node: NodeName): readonly SessionReport[]
  routes(node: NodeName): readonly RouteReport[]
  fib(node: NodeName): ForwardingTable
  /** The node's kernel runs: it answers and forwards, even while its processes are paused. */
  isUp(node: NodeName): boolean
  /**
   * Would a packet that is not BGP, sent by the node over the link, reach the other end now? Takes
   * carrier, admin, filters, the far node and total loss into account, not loss by chance.
   */
  carries(link: LinkId, from: NodeName, source?: string): boolean
  /** One-way delay of the direction now, without jitter. */
  delayMs(link: LinkId, from: NodeName): number
  /** Share of packets that the direction loses now, 0 to 1. */
  loss(link: LinkId, from: NodeName): number
  /** For loads; absent where there is no place for any. */
  readonly beside?: Beside
  /** `message`: its octets, where a message was seen. */
  onObservation: (observation: Observation, message?: Uint8Array) => void
  /**
   * Something that the walk of a data packet depends on has changed: only routes for the prefix where
   * it is given, anything where it is not. Told after the change.
   */
  onForwarding: (prefix?: PrefixText) => void
}

/** What is beside the topology. */
export interface Beside {
  readonly net: Net
  /** RangeError for an unknown one. */
  node(name: NodeName): SimNode
  /** Of everything that is put there. */
  readonly random: Random
  /**
   * UPDATEs of these prefixes are told as sums (`load-received`), changes of the forwarding tables not
   * at all, and `routes` leaves the prefixes out. Anew with each call.
   */
  hideLoad(ranges: readonly PrefixText[]): void
  /** Tells the sums that were not told yet. */
  flushLoad(): void
}

export interface Scheduled {
  cancel(): void
}

/** Drawn uniformly between the two for each use; equal ones are a constant. */
export type Spread = readonly [leastMs: number, mostMs: number]

/** What tells one router software from another in time. */
export interface KindProfile {
  /** Shape of the MinRouteAdvertisementInterval; its length is in the topology's timers. */
  readonly mrai: {
    /**
     * `peer`: one timer for the peer, started by what is sent. `tick`: one that runs freely and lets
     * everything go at each turn (Quagga). `prefix`: one for each prefix (RFC 4271 section 9.2.1.1).
     */
    readonly per: 'peer' | 'tick' | 'prefix'
    /** Withdrawals wait too. */
    readonly withdrawals: boolean
    /** Factor 0.75 to 1 on each interval (RFC 4271 section 10). */
    readonly jitter: boolean
  }
  /** From Established to the first UPDATE. */
  readonly firstUpdateDelayMs: Spread
  /** And so much more for each configured peer. */
  readonly firstUpdatePerPeerMs?: number
  /**
   * From the first change that the decision process has to look at (a route that came or went, a
   * session that ended) until it does. What comes meanwhile is decided with it, and nothing else waits.
   */
  readonly processingMs: Spread
  /** The time that the process takes to read one UPDATE: how fast a flood gets in. */
  readonly readMs: Spread
  /** From a new best path to the kernel's route. */
  readonly fibDelayMs: Spread
  /** A session over an interface that goes down ends at once, and is tried at once when it is back. */
  readonly reactsToInterface: boolean
  /** Rest in Idle after a session or an attempt that failed. */
  readonly idleHoldMs: number
  /** The same after what the software ended itself, by a hold timer say, where that differs. */
  readonly idleHoldByUsMs?: number
  /** In place of the topology's connect-retry time, for software that cannot be told it. */
  readonly connectRetryMs?: number
  /** RFC 4271 section 10 jitter on keepalive and connect-retry. */
  readonly timerJitter: boolean
  /** An eBGP peer is told also what it told itself. */
  readonly echoes?: boolean
  /** From the start of a node to a router that listens and connects. */
  readonly restartMs: Spread
  /** The same for one daemon of a node that runs. */
  readonly daemonRestartMs: Spread
  /** The same for the one that fills the forwarding table, where it differs. */
  readonly ribRestartMs?: Spread
  /** Offered in the OPEN (RFC 4724), and how long stale routes are kept; absent: not offered. */
  readonly gracefulRestart?: { readonly restartMs: number; readonly staleMs: number }
  /** When the daemon is stopped by SIGTERM: the Cease subcode that its neighbours get; absent: none. */
  readonly stopSubcode?: number
}

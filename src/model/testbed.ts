/** The port that every backend implements. Keep it this small: a change here needs a line in docs/decisions.md. */
import type { Lever, LeverState } from './effect.ts'
import type { Load, LoadEvent } from './load.ts'
import type { Observation } from './observation.ts'
import type { NodeName, PrefixText, Topology } from './topology.ts'

export interface Backend {
  readonly name: string
  up(topology: Topology, signal: AbortSignal): Promise<Testbed>
  /** A running lab by its name, without any file. */
  attach(lab: string, signal: AbortSignal): Promise<Testbed>
  down(lab: string, signal: AbortSignal): Promise<void>
}

/** Wall-clock milliseconds of the backend, with a fraction; on a real engine, the engine's clock. */
export interface Clock {
  now(): number
  /** Resolves at the time, or rejects when the signal aborts. */
  until(timeMs: number, signal: AbortSignal): Promise<void>
}

export interface Testbed extends AsyncDisposable {
  readonly topology: Topology
  readonly clock: Clock
  /** The levers that this engine and kernel really have, each tried; the others with the remedy. */
  readonly levers: ReadonlyMap<
    Lever | 'netem',
    { readonly works: boolean; readonly remedy?: string }
  >
  /** Brings the states about, all at the same time, and reads each one back. Idempotent. */
  apply(states: readonly LeverState[], signal: AbortSignal): Promise<readonly Applied[]>
  /** Everything seen from now on, in the order in which it reaches us. */
  observe(options: ObserveOptions, signal: AbortSignal): Promise<AsyncIterable<Observation>>
  sessions(node: NodeName, signal: AbortSignal): Promise<readonly SessionReport[]>
  routes(node: NodeName, signal: AbortSignal): Promise<readonly RouteReport[]>
  /**
   * Starts a load; its sessions are Established when this resolves, and nothing of it is left when
   * this rejects. The events end with `load-ended`, whatever happens, and then nothing is left
   * either. An abort ends it early, without withdrawals. Absent where there is no engine for it.
   */
  startLoad?(load: Load, signal: AbortSignal): Promise<AsyncIterable<LoadEvent>>
}

export interface ObserveOptions {
  /** Time between two probes of one stream, milliseconds; 0 means no probes. */
  readonly probeIntervalMs: number
  /** At most this many probe streams in the lab; pairs are thinned out evenly beyond it. */
  readonly probeStreams: number
  /** Where capture files go; none are kept when absent. */
  readonly captureFolder?: string
  /** Prefixes of loads: of them only numbers are told, and `routes` leaves them out. */
  readonly loadRanges?: readonly PrefixText[]
}

/** The result of one lever: when it was commanded, when it was seen to hold, and what was read back. */
export interface Applied {
  readonly subject: string
  readonly commandedAt: number
  /** The time at which the effect was verified; absent when it could not be. */
  readonly verifiedAt?: number
  readonly readBack: string
}

/** What a router says about one BGP neighbour. */
export interface SessionReport {
  readonly peerAddress: string
  /** RFC 4271 section 8.2.2 name: Idle, Connect, Active, OpenSent, OpenConfirm, Established. */
  readonly state: string
  readonly prefixesReceived: number
  readonly lastReset?: string
}

/** One prefix in a router's BGP table: the best path only. */
export interface RouteReport {
  readonly prefix: string
  /** The BGP next hop; `0.0.0.0` or `::` for a route that the router originates. */
  readonly nextHop: string
  readonly asPath: readonly number[]
  /** The kernel's gateways for the prefix; empty when the kernel has no such route, absent when not asked. */
  readonly installed?: readonly string[]
}

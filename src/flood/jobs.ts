/** What the engine tells its threads, as data. */
import type { Family } from '../bgp/prefix.ts'
import type { CanaryRange } from './canary.ts'
import type { Course } from './synthetic/numbering.ts'
import type { EncodedStream, FloodPeer, Pace, SyntheticStream, Transfer } from './types.ts'

/** How a thread opens its sessions. */
export interface Opening {
  readonly families: readonly Family[]
  readonly holdTimeS: number
  readonly connectRetries?: number | undefined
}

/** An Established session, as its thread reports it. */
export interface Opened {
  readonly peerAsn: number
  readonly internal: boolean
  /** When it was. */
  readonly atMs: number
}

export interface CanaryJob {
  /** From 0. */
  readonly source: number
  readonly end: 'head' | 'tail'
  readonly serial: number
}

/** Canaries with which a source finds out what is lost when a window does not open again. */
export interface ProbeJob {
  readonly firstSerial: number
  readonly count: number
}

/** Updates of one source. */
export interface ShareJob {
  readonly source: number
  readonly course: Course
  readonly updates: number
}

export interface SinkJob {
  readonly until: Transfer['until']
  readonly idleTimeoutMs: number
  readonly range: CanaryRange
  readonly canaries: readonly CanaryJob[]
  readonly probes: ProbeJob | undefined
  readonly stream: SyntheticStream | EncodedStream | undefined
  /** Known before it begins; else told by `expect`. */
  readonly expect: Expectation | undefined
  /** A sender waits for what is seen: say it, in UPDATEs. The courses of the sources, by index. */
  readonly window: readonly Course[] | undefined
}

/** What was, or will be, sent by whom. */
export interface Expectation {
  readonly shares: readonly ShareJob[]
  /** Prefixes announced and withdrawn in all of that, each time counted. */
  readonly prefixes: number
  /** These sources are gone: their canaries are not awaited. */
  readonly lost: readonly number[]
}

export interface SinkReport {
  readonly outcome: 'complete' | 'short' | 'timeout' | 'session-lost' | 'interrupted'
  readonly reason?: string
  readonly firstUpdateAtMs?: number
  readonly completedAtMs?: number
  readonly lastUpdateAtMs?: number
  readonly expectedPrefixes: number
  readonly missingPrefixes: number
  readonly repeatedPrefixes: number
  readonly foreignPrefixes: number
  /** In the order of the job. */
  readonly canariesSeenAtMs: readonly (number | undefined)[]
}

export interface SourceJob {
  readonly range: CanaryRange
  readonly canaries: readonly CanaryJob[]
  readonly probes: ProbeJob | undefined
  readonly stream: SyntheticStream | EncodedStream | undefined
  readonly firstNumber: number
  /** Which sources send, by index. */
  readonly sources: readonly number[]
  /** Over all of them; Infinity until something else ends it. */
  readonly updates: number
  readonly pace: Pace
  readonly prebuilt: boolean
  readonly endOfRib: boolean
  readonly timeLimitMs?: number | undefined
}

export interface SourceReport {
  readonly startedAtMs: number
  readonly sentAtMs: number
  readonly blockedMs: number
  readonly ended: 'all-sent' | 'time-limit' | 'stopped'
  readonly shares: readonly ShareJob[]
  readonly prefixes: number
  /** Sources whose session ended, and why. */
  readonly lost: readonly { readonly source: number; readonly reason: string }[]
  /** In the order of the job. */
  readonly canariesSentAtMs: readonly (number | undefined)[]
}

export type Role = 'sink' | 'sources'

export interface SinkOpening extends Opening {
  readonly peer: FloodPeer
  readonly drain: boolean
}

export interface SourcesOpening extends Opening {
  readonly peers: readonly FloodPeer[]
}

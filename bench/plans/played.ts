import type { JournalEntry } from '../../src/model/event.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Timeline } from '../../src/model/timeline.ts'
import type { NodeName } from '../../src/model/topology.ts'

/** What is known of a case that was played: all that the invariants look at. */
export interface Played {
  readonly plan: Plan
  readonly timeline: Timeline
  /** Of all iterations, as far as it came. */
  readonly entries: readonly JournalEntry[]
  /** What it threw, in place of ending. */
  readonly error?: string
  /** Later than this, virtual wall clock, no run of this plan may end. */
  readonly latestEndAt: number
  /** Ways of probe packets at instants of the runs, oldest first. */
  readonly samples: readonly Sample[]
  /** What `steady-state-reached` and `settled: converged` claim, by `seq`: differences from the prediction. */
  readonly claims: ReadonlyMap<number, readonly string[]>
  /** Where a half did not converge while some router was deaf (deaf-routers.ts), by `seq`. */
  readonly besideDeaf: ReadonlyMap<number, BesideDeaf>
  /** After the last iteration; absent where it threw. */
  readonly final?: Final
  /** The journal of a second play, where there was one: `undefined` when it is the same. */
  readonly differsFromReplay?: string | undefined
}

/** Differences of all tables from what is to be expected there; nobody may know what that is. */
export type BesideDeaf = readonly string[] | 'unknown'

/** Can a packet get there: over every way that a router may choose, over none, or over some. */
export type Reach = 'always' | 'never' | 'sometimes'

export interface Sample {
  readonly at: number
  /** By `from to canary`. */
  readonly streams: ReadonlyMap<string, Probed>
}

export interface Probed {
  readonly isSenderUp: boolean
  /** Of the round trip. */
  readonly reach: Reach
}

export interface Final {
  /** Differences of all tables, sessions and kernels from the baseline, after `waitedMs`. */
  readonly differences: readonly string[]
  readonly waitedMs: number
  /** Each pair of a node and an address that should be reached and is not, or is in a loop. */
  readonly lostWays: readonly LostWay[]
  /** Directions of links that are not what they were before. */
  readonly links: readonly string[]
  /** What was observed in some seconds in which nothing was done. */
  readonly unrest: readonly string[]
}

export interface LostWay {
  readonly node: NodeName
  readonly address: string
  readonly what: 'loop' | 'lost'
}

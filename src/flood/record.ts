/** What remains of one test: a JSON object with everything that its figures depend on. */
import type { Burst, BurstKind } from './burst.ts'
import type { Host } from './host.ts'
import type { Spread } from './statistics.ts'
import type { SessionUp } from './types.ts'

/** Raised when a reader of the old form would misread the new one. */
export const RECORD_SCHEMA = 'chaoslemur/flood/1'

/** How a test ended, with the exit status that says so (README). */
export const OUTCOMES = {
  complete: 0,
  /** Something did not arrive, or what came back is not what was sent. */
  incomplete: 1,
  /** A peer refused, went away or spoke nonsense; the machine failed. */
  failed: 3,
  'timed-out': 4,
  interrupted: 130,
} as const
export type Outcome = keyof typeof OUTCOMES

export interface FloodRecord {
  readonly schema: typeof RECORD_SCHEMA
  /** UUID of this test. */
  readonly test: string
  /** Wall clock, ISO 8601 in UTC. */
  readonly startedAt: string
  readonly elapsedMs: number
  readonly text: string
  readonly mode: string
  readonly peers: readonly string[]
  readonly parameters: Readonly<Record<string, unknown>>
  readonly notes: readonly string[]
  readonly host: Host
  readonly sessions: readonly SessionUp[]
  /** From the start of the connecting to the last session. */
  readonly establishedMs: number | null
  readonly bursts: readonly Burst[]
  /** Canaries beside bursts. */
  readonly barriers: readonly Barrier[]
  readonly statistics: readonly Statistics[]
  readonly outcome: Outcome
  readonly reason: string | null
  readonly exitStatus: number
}

export interface Barrier {
  /** Number of the burst that came before; 0 for none. */
  readonly afterBurst: number
  readonly canaries: readonly {
    readonly source: number
    readonly prefix: string
    readonly roundTripMs: number | null
  }[]
}

export const FIGURES = [
  'sendMs',
  'firstUpdateMs',
  'completeMs',
  'blockedMs',
  'updatesPerS',
  'prefixesPerS',
  'megabytesPerS',
] as const
export type Figure = (typeof FIGURES)[number]

/** The spread over the repeats of what is alike; cold bursts are not in it. */
export interface Statistics {
  readonly kind: BurstKind
  readonly sources: 'first' | 'all'
  readonly repeats: number
  readonly figures: { readonly [F in Figure]?: Spread }
}

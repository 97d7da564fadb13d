/**
 * Everything that happens in a flood, as it happens: what `--events` prints as JSON lines, what
 * the terminal shows, and what a lab's journal takes over. Instants (`atMs`) are on the machine's
 * monotonic clock, as in types.ts; `flood-started` has the wall clock beside it, so that a reader
 * gets wall time by adding the difference.
 */

import type { Burst, BurstKind } from './burst.ts'
import type { FloodRecord } from './record.ts'
import type { CanaryTimes, SessionUp, Totals } from './types.ts'

export type FloodEvent = { readonly atMs: number } & FloodEventBody

export type FloodEventBody =
  /** The first event: what is going to happen. `test` is the UUID of the record. */
  | {
      readonly type: 'flood-started'
      readonly test: string
      readonly wallMs: number
      readonly mode: string
      readonly peers: readonly string[]
      /** Every parameter as it was understood, in the units of docs/flood.md. */
      readonly parameters: Readonly<Record<string, unknown>>
    }
  /** One for each session, after `establish` and after each restart; then `sessions-established`. */
  | ({ readonly type: 'session-established' } & SessionUp)
  | {
      readonly type: 'sessions-established'
      readonly sessions: number
      /** From the start of the connecting to the last session. */
      readonly afterMs: number
      /** Of a restart between two repeats. */
      readonly again: boolean
    }
  /** Canaries that were sent beside a burst, as a barrier. */
  | { readonly type: 'canaries'; readonly canaries: readonly CanaryTimes[] }
  /** A transfer begins: conditioning, burst, rate test, file, function test. */
  | {
      readonly type: 'burst-started'
      readonly kind: BurstKind
      /** From 1; all transfers of a test are numbered together. */
      readonly number: number
      /** From 1; 0 outside the repeats. */
      readonly repeat: number
    }
  | ({ readonly type: 'progress'; readonly number: number; readonly kind: BurstKind } & Totals)
  /** A transfer is over; its figures are those of the record. */
  | ({ readonly type: 'burst-ended' } & Burst)
  /** Something that the user should know and that is no failure. */
  | { readonly type: 'note'; readonly text: string }
  /** The last event, whatever happened. */
  | { readonly type: 'flood-ended'; readonly record: FloodRecord }

export type FloodListener = (event: FloodEvent) => void

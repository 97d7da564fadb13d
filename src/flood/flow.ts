/** The state of a test under way, that its steps share. */
import type { Burst } from './burst.ts'
import type { FloodConfig } from './config.ts'
import type { FloodEventBody } from './events.ts'
import type { Barrier } from './record.ts'
import type { EncodedStream, Engine } from './types.ts'
import type { UsageWatch } from './usage.ts'

export interface Flow {
  readonly config: FloodConfig
  readonly engine: Engine
  readonly signal: AbortSignal
  /** Of mode `file`. */
  readonly encoded?: EncodedStream
  /** Begins to watch the device under test. */
  watch?(): UsageWatch
  /** Resolves after the time; rejects when the signal is aborted. */
  pause(ms: number): Promise<void>
  emit(event: FloodEventBody): void
  readonly bursts: Burst[]
  readonly barriers: Barrier[]
}

/** Where in the test a step stands. */
export interface Place {
  /** From 1; 0 outside the repeats. */
  readonly repeat: number
  /** The first of several cycles. */
  readonly cold: boolean
}

/** What a step says when it is over: whether the next one makes sense. */
export type Next = 'go-on' | 'stop'
export type Step = (flow: Flow, place: Place) => Promise<Next>

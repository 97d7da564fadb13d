/**
 * The journal: everything that happened in a run, one JSON line each, past tense. Terminal,
 * measurements, JUnit and report are readers of it.
 */
import type { Effect } from './effect.ts'
import type { LoadEvent } from './load.ts'
import type { Observation } from './observation.ts'
import type { Applied } from './testbed.ts'
import type { Timers, Topology } from './topology.ts'

/** How the network settled after a change (docs/measurements.md says how each is decided). */
export type Outcome = 'converged' | 'converged-wrong' | 'oscillating' | 'timeout' | 'aborted'
export type Verdict = 'passed' | 'failed' | 'invalid' | 'aborted'
/** A fault has two halves that are measured alike. */
export type Half = 'injection' | 'reversion'

/** One activation of a step: `id` is the step's id, with `.2`, `.3` ... for further ones. */
export interface FaultInstance {
  readonly id: string
  readonly step: string
  readonly fault: string
  /** The targets as text: `nyc--lon`, `nyc`. */
  readonly on: readonly string[]
  /** Nodes next to the fault: whose reaction counts as detection. */
  readonly adjacent: readonly string[]
  readonly params: unknown
}

export type RunEvent =
  | {
      readonly type: 'run-started'
      readonly at: number
      readonly plan: string
      readonly seed: number
      readonly iteration: number
      /** The run without faults: its figures are none of the plan's. */
      readonly control?: true
      readonly backend: string
      readonly versions: Readonly<Record<string, string>>
      readonly timers: Readonly<Record<string, Timers>>
      readonly topology: Topology
      /** Time between two probes of one stream; 0 means that none were sent. */
      readonly probeIntervalMs?: number
    }
  /** t0: the moment at which the steady state held. */
  | { readonly type: 'steady-state-reached'; readonly at: number }
  | {
      readonly type: 'steady-state-failed'
      readonly at: number
      readonly reasons: readonly string[]
    }
  | ({ readonly type: 'fault-started'; readonly at: number } & FaultInstance)
  | {
      readonly type: 'effects-applied'
      readonly at: number
      readonly instance: string
      readonly half: Half
      readonly effects: readonly Effect[]
      readonly applied: readonly Applied[]
    }
  /** All effects of the (first phase of the) fault were read back. The clock of `for` starts here. */
  | {
      readonly type: 'fault-injected'
      readonly at: number
      readonly instance: string
      readonly commandedAt: number
    }
  | {
      readonly type: 'fault-healed'
      readonly at: number
      readonly instance: string
      readonly commandedAt: number
      /** Why it was healed, where not at a time of its own: a limit, or the end of the run. */
      readonly note?: string
    }
  | {
      readonly type: 'fault-unverified'
      readonly at: number
      readonly instance: string
      readonly half: Half
      readonly reason: string
    }
  /** The network settled (or did not) after the injection or the reversion of a fault. */
  | {
      readonly type: 'settled'
      readonly at: number
      readonly instance: string
      readonly half: Half
      readonly outcome: Outcome
      readonly differences: readonly string[]
      /** An assertion asks for this outcome: what would be a finding is what the plan is about. */
      readonly expected?: true
      /** Why it was aborted. */
      readonly note?: string
    }
  | { readonly type: 'fault-ended'; readonly at: number; readonly instance: string }
  | {
      readonly type: 'step-skipped'
      readonly at: number
      readonly step: string
      readonly reason: string
    }
  | {
      readonly type: 'assertion-judged'
      readonly at: number
      readonly text: string
      readonly passed: boolean
      readonly got: string
    }
  /** It was commanded so much later than it was due; waiting for other changes is not counted. */
  | {
      readonly type: 'fault-late'
      readonly at: number
      readonly instance: string
      readonly lateMs: number
    }
  /** Speaks against the figures, but the plan or the user would have them all the same. */
  | { readonly type: 'doubted'; readonly at: number; readonly reason: string }
  | { readonly type: 'invalidated'; readonly at: number; readonly reason: string }
  | {
      readonly type: 'run-ended'
      readonly at: number
      readonly verdict: Verdict
      readonly reasons: readonly string[]
    }
  | LoadEvent
  | Observation

/** As written to the journal: a sequence number without gaps comes first. */
export type JournalEntry = { readonly seq: number } & RunEvent

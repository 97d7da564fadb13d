/** A plan as the runner sees it: every default filled in, all times in milliseconds. The file's form is model/plan-spec.ts. */
import type { Load } from './load.ts'
import type { Cell, Settings } from './matrix.ts'
import type { RepeatUntil } from './repeat-until.ts'
import type { Topology } from './topology.ts'

export interface Plan {
  readonly name: string
  readonly seed: number
  readonly description?: string
  readonly topology: Topology
  /** What the plan file says of it: a path from the file, or the topology itself. */
  readonly topologyAsWritten?: unknown
  readonly steadyState: SteadyState
  /** What the network carries meanwhile; often nothing. */
  readonly load: readonly Load[]
  readonly steps: readonly PlanNode[]
  /** How often, at most. */
  readonly repeat: number
  readonly until?: RepeatUntil
  readonly limits: Limits
  readonly assertions: readonly AssertionText[]
  /** What is done about a host that was too busy; the caller decides where absent. */
  readonly contention?: Contention
  /** Played once more at the end, as long, without the faults. */
  readonly control?: true
  readonly probes: { readonly intervalMs: number; readonly streams: number }
  /** What of the topology is not as its file says: this plan is a cell of a matrix. */
  readonly settings?: Settings
  /** The plan with each combination of a matrix. Then this one itself is not meant to be played. */
  readonly cells?: readonly Cell[]
}

/** A step, or a block of steps that run one after the other, or together. */
export type PlanNode =
  | { readonly type: 'step'; readonly step: Step }
  | {
      readonly type: 'sequence' | 'parallel'
      readonly start: Start
      readonly children: readonly PlanNode[]
    }

export interface Step {
  readonly id: string
  /** Name of the fault. */
  readonly do: string
  /** The step that this one is an activation of: written by `plan --expand`. */
  readonly of?: string
  readonly on: Selector
  /** Parameters of the fault, checked, with defaults filled in. */
  readonly with: unknown
  readonly start: Start
  /** Milliseconds from the verified injection to the heal; absent for moments and self-ending faults. */
  readonly forMs?: number
  readonly every?: {
    readonly periodMs: number
    readonly firstMs: number
    readonly count: number
    readonly jitter: number
  }
  readonly note?: string
  /** Where the step stands, for refusals: `file:line:column`. */
  readonly place: string
}

/** When a step begins. `next` means: when the block's previous child ended, or with the block. */
export type Start =
  | { readonly type: 'at'; readonly atMs: number }
  | {
      readonly type: 'after'
      /** The last one counts; of a step that runs several times, its last run. */
      readonly steps: readonly string[]
      readonly event: StepEvent
      readonly delayMs: number
    }
  | { readonly type: 'next' }

export type StepEvent = 'started' | 'injected' | 'healed' | 'converged' | 'ended'

export interface Selector {
  /**
   * Names, globs, `r1->r2` directions, `group:`, `kind:` and `asn:` words, and `all`,
   * `bridge-links`, `cut-vertices`. What any of them names is selected; all when empty.
   */
  readonly names: readonly string[]
  readonly group?: string
  readonly kind?: string
  readonly asn?: number
  readonly pick?: number
  readonly exclude: readonly string[]
  readonly distinctFrom?: string
}

export interface SteadyState {
  readonly sessions: boolean
  readonly routes: boolean
  readonly quietMs: number
  readonly timeoutMs: number
}

export interface Limits {
  readonly nodesDown?: number
  readonly linksDown?: number
  readonly keepConnected: readonly string[]
  readonly faultTtlMs: number
}

/** Nobody looks, it is said, or it makes the run invalid. */
export type Contention = 'ignore' | 'warn' | 'invalid'

export interface AssertionText {
  readonly text: string
  readonly place: string
}

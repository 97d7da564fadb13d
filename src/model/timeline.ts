/** A plan with every random draw made and every target resolved: what will happen, as data. */
import type { Phase } from './fault.ts'
import type { StepEvent } from './plan.ts'

export interface Activation {
  /** The step's id, with `.2`, `.3` ... for the further activations of `every`. */
  readonly id: string
  readonly step: string
  /** Name of the fault. */
  readonly fault: string
  /** Parameters with defaults filled in. */
  readonly params: unknown
  /** Targets as text, as a selector would name them: `a--b`, `a->b`, `a`, session id. */
  readonly on: readonly string[]
  /** The nodes whose reaction counts as detection: neighbours of a broken node, ends of a link. */
  readonly adjacent: readonly string[]
  readonly start: ActivationStart
  /** From the verified injection to the heal; absent for moments and for faults that end by themselves. */
  readonly forMs?: number
  /** Effects over time, all targets together, relative to the start. */
  readonly phases: readonly Phase[]
  /** See Fault.silentForMs: the largest of all targets. */
  readonly silentForMs: number
  readonly place: string
}

/** A time after t0, or after an event of another activation (all of several, the last one counts). */
export type ActivationStart =
  | { readonly type: 'at'; readonly atMs: number }
  | {
      readonly type: 'after'
      readonly activations: readonly string[]
      readonly event: StepEvent
      readonly delayMs: number
    }

export type Timeline = readonly Activation[]

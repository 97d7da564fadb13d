/**
 * A fault is a pure function from parameters and a target to effects over time. It never acts:
 * so it works on every backend, and a test can look at all that it will do.
 */
import type { z } from 'zod'
import type { Effect, Lever } from './effect.ts'
import type { Link, Node, Session, Topology } from './topology.ts'

/** A link as a target. `direction` is set when the plan wrote `r1->r2` instead of `r1--r2`. */
export interface LinkTarget {
  readonly link: Link
  readonly direction?: { readonly from: string; readonly to: string }
}

export interface Targets {
  readonly link: LinkTarget
  readonly node: Node
  readonly session: Session
  /** All selected nodes at once, e.g. one side of a partition. */
  readonly nodes: readonly Node[]
}
export type TargetType = keyof Targets

/** The effects that hold from `afterMs` after the start until the next phase or the end. */
export interface Phase {
  readonly afterMs: number
  readonly effects: readonly Effect[]
}

export interface Fault<Type extends TargetType = TargetType, Schema extends z.ZodType = z.ZodType> {
  readonly name: string
  readonly summary: string
  readonly on: Type
  readonly needs: readonly Lever[]
  readonly params: Schema
  /** Pure: the same parameters, target and random numbers give the same phases. */
  phases(
    params: z.infer<Schema>,
    target: Targets[Type],
    topology: Topology,
    random: () => number,
  ): readonly Phase[]
  /**
   * How long the network may stay quiet before it reacts, in milliseconds: the hold time for a
   * fault that nobody is told of, 0 for one that shows at once. Part of the settle horizon.
   */
  silentForMs(params: z.infer<Schema>, target: Targets[Type], topology: Topology): number
}

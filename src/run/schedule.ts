/** When steps start: blocks become starts `after` other steps. Still steps, not activations. */
import type { PlanNode, Start, Step, StepEvent } from '../model/plan.ts'

export type StepStart =
  | { readonly type: 'at'; readonly atMs: number }
  | {
      readonly type: 'after'
      readonly steps: readonly string[]
      readonly event: StepEvent
      readonly delayMs: number
    }

export interface Scheduled {
  readonly step: Step
  readonly start: StepStart
}

/** Steps in the order of the file. Without a start of its own, a step at the top starts at t0. */
export const schedule = (nodes: readonly PlanNode[]): readonly Scheduled[] =>
  nodes.flatMap((node) => scheduleNode(node, T0))

const T0: StepStart = { type: 'at', atMs: 0 }

const scheduleNode = (node: PlanNode, inherited: StepStart): readonly Scheduled[] => {
  if (node.type === 'step') return [{ step: node.step, start: startOf(node.step.start, inherited) }]
  const start = startOf(node.start, inherited)
  if (node.type === 'parallel') return node.children.flatMap((child) => scheduleNode(child, start))
  let next = start
  return node.children.flatMap((child) => {
    const scheduled = scheduleNode(child, next)
    const steps = scheduled.map(({ step }) => step.id)
    next = { type: 'after', steps, event: 'ended', delayMs: 0 }
    return scheduled
  })
}

const startOf = (start: Start, inherited: StepStart): StepStart =>
  start.type === 'next' ? inherited : start

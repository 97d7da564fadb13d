import type { PlanNode } from '../../model/plan.ts'

/** Of steps with the same id only the first: the others are problems, and cannot be told apart from it. */
export const withoutTwins = (
  nodes: readonly PlanNode[],
  seen = new Set<string>(),
): readonly PlanNode[] =>
  nodes.flatMap((node): readonly PlanNode[] => {
    if (node.type !== 'step') return [{ ...node, children: withoutTwins(node.children, seen) }]
    if (seen.has(node.step.id)) return []
    seen.add(node.step.id)
    return [node]
  })

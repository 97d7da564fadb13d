import { z } from 'zod'
import { build, defineShape, names, nodesParam } from './shape.ts'

export const tree = defineShape({
  name: 'tree',
  summary: 'a tree filled level by level from the root r1',
  params: {
    nodes: nodesParam(1),
    arity: z.int().min(1).default(2).describe('Children of each node. Default 2.'),
  },
  generate: ({ nodes, arity }) =>
    build(
      names(nodes),
      Array.from({ length: nodes - 1 }, (_, i) => [Math.floor(i / arity), i + 1] as const),
    ),
})

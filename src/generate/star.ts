import { z } from 'zod'
import { build, defineShape, names, nodesParam } from './shape.ts'

export const star = defineShape({
  name: 'star',
  summary: 'arms of equal length around r1',
  params: {
    nodes: nodesParam(2),
    arm: z.int().min(1).default(1).describe('Nodes in each arm. Default 1.'),
  },
  generate: ({ nodes, arm }) =>
    build(
      names(nodes),
      // Node i stands (i - 1) % arm places from the centre on its arm; the last arm may be short.
      Array.from({ length: nodes - 1 }, (_, i) => [i % arm === 0 ? 0 : i, i + 1] as const),
    ),
})

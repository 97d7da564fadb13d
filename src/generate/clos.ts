import { z } from 'zod'
import { build, defineShape, names, nodesParam } from './shape.ts'

/** Two tiers as in RFC 7938, every node an AS of its own. */
export const clos = defineShape({
  name: 'clos',
  summary: 'leaves and spines: every leaf linked to every spine',
  params: {
    nodes: nodesParam(2),
    spines: z.int().min(1).default(2).describe('How many of the nodes are spines. Default 2.'),
  },
  generate: ({ nodes, spines }) => {
    const tops = Math.min(spines, nodes - 1)
    const leaves = nodes - tops
    const all = [...names(tops, 'spine'), ...names(leaves, 'leaf')]
    const pairs = Array.from(
      { length: leaves * tops },
      (_, i) => [tops + Math.floor(i / tops), i % tops] as const,
    )
    return build(all, pairs)
  },
})

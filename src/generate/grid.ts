import { z } from 'zod'
import { build, defineShape, names, nodesParam } from './shape.ts'

export const grid = defineShape({
  name: 'grid',
  summary: 'rows and columns; the last row may be short',
  params: {
    nodes: nodesParam(1),
    width: z.int().min(1).optional().describe('Nodes in a row. Default: as square as possible.'),
  },
  generate: ({ nodes, width = Math.ceil(Math.sqrt(nodes)) }) =>
    build(names(nodes), pairs(nodes, width)),
})

function* pairs(nodes: number, width: number): Generator<readonly [number, number]> {
  for (let i = 0; i < nodes; i++) {
    if ((i + 1) % width !== 0 && i + 1 < nodes) yield [i, i + 1]
    if (i + width < nodes) yield [i, i + width]
  }
}

import { build, clique, defineShape, names, nodesParam } from './shape.ts'

export const mesh = defineShape({
  name: 'mesh',
  summary: 'every node linked to every other',
  params: { nodes: nodesParam(2, 256) },
  generate: ({ nodes }) => build(names(nodes), clique(0, nodes - 1)),
})

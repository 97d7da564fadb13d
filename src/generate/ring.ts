import { build, chain, defineShape, names, nodesParam } from './shape.ts'

export const ring = defineShape({
  name: 'ring',
  summary: 'a closed chain: any one link may fail',
  params: { nodes: nodesParam(3) },
  generate: ({ nodes }) => build(names(nodes), [...chain(0, nodes - 1), [nodes - 1, 0]]),
})

import { build, chain, defineShape, names, nodesParam } from './shape.ts'

export const line = defineShape({
  name: 'line',
  summary: 'a chain: r1--r2--r3',
  params: { nodes: nodesParam(1) },
  generate: ({ nodes }) => build(names(nodes), chain(0, nodes - 1)),
})

import { build, defineShape, names, nodesParam } from './shape.ts'

export const hub = defineShape({
  name: 'hub',
  summary: 'spokes around one hub that carries all transit',
  params: { nodes: nodesParam(2) },
  generate: ({ nodes }) =>
    build(
      ['hub', ...names(nodes - 1, 'spoke')],
      Array.from({ length: nodes - 1 }, (_, i) => [0, i + 1] as const),
    ),
})

import { build, chain, clique, defineShape, names, nodesParam } from './shape.ts'

/**
 * The B-clique of the convergence literature: a chain and a clique of the same size, tied at both
 * ends. When the short tie r1--r(n+1) fails, traffic to r1 takes the long way round the chain.
 */
export const cliqueB = defineShape({
  name: 'clique-b',
  summary: 'a chain and a clique tied at both ends: the worst case of path exploration',
  params: {
    nodes: nodesParam(4, 256).multipleOf(2, {
      error: ({ input }) => `this shape needs an even number of nodes, found ${input}`,
    }),
  },
  generate: ({ nodes }) => {
    const half = nodes / 2
    const ties: [number, number][] = [
      [0, half],
      [half - 1, nodes - 1],
    ]
    return build(names(nodes), [...chain(0, half - 1), ...clique(half, nodes - 1), ...ties])
  },
})

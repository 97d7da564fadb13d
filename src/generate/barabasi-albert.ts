import { z } from 'zod'
import type { Random } from '../lib/random.ts'
import { build, clique, defineShape, names, nodesParam } from './shape.ts'

/** Preferential attachment (Barabasi and Albert, 1999): few nodes with many links, as between ASes. */
export const barabasiAlbert = defineShape({
  name: 'barabasi-albert',
  summary: 'preferential attachment: few nodes have many links',
  params: {
    nodes: nodesParam(2),
    attach: z.int().min(1).default(2).describe('Links that each new node brings. Default 2.'),
  },
  generate: ({ nodes, attach }, random) => build(names(nodes), attachAll(nodes, attach, random)),
})

const attachAll = (nodes: number, attach: number, random: Random): [number, number][] => {
  const core = Math.min(attach, nodes - 1)
  const pairs = clique(0, core)
  for (let node = core + 1; node < nodes; node++) {
    const chosen = new Set<number>()
    // An end of a random link is a random node weighted by its degree.
    while (chosen.size < attach) {
      const pair = pairs[random.integer(0, pairs.length - 1)] as [number, number]
      chosen.add(pair[random.integer(0, 1)] as number)
    }
    for (const other of chosen) pairs.push([other, node])
  }
  return pairs
}

import { z } from 'zod'
import { defineFault } from './define.ts'
import { detouringSessions, longestHold, sessionsOver } from './hold.ts'
import { cut, silence } from './link-effects.ts'
import { crossingLinks } from './sides.ts'

export const partition = defineFault({
  name: 'partition',
  summary: 'The network falls apart: the chosen nodes on one side, all others on the other.',
  on: 'nodes',
  needs: ['filter', 'carrier'],
  params: z.strictObject({
    mode: z
      .enum(['silence', 'cut'])
      .default('silence')
      .describe(
        'silence: links between the sides stay up but carry nothing. cut: they lose carrier.',
      ),
    groups: z
      .array(z.array(z.string()).min(1))
      .optional()
      .describe('Further sides, each a list of node names. Nodes in no side form the last one.'),
  }),
  phases: ({ mode, groups }, nodes, topology) => {
    const effectsOf = mode === 'cut' ? cut : (link: Parameters<typeof cut>[0]) => silence({ link })
    return [{ afterMs: 0, effects: crossingLinks(nodes, groups, topology).flatMap(effectsOf) }]
  },
  silentForMs: ({ mode, groups }, nodes, topology) => {
    const links = crossingLinks(nodes, groups, topology)
    const unaware = mode === 'cut' ? detouringSessions : sessionsOver
    return longestHold(
      links.flatMap((link) => unaware(link, topology)),
      topology,
    )
  },
})

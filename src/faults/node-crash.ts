import { z } from 'zod'
import { defineFault } from './define.ts'
import { longestHold, sessionsThrough } from './hold.ts'

export const nodeCrash = defineFault({
  name: 'node-crash',
  summary: 'A router dies at once (SIGKILL); its kernel still closes the connections.',
  on: 'node',
  needs: ['process'],
  params: z.strictObject({}),
  phases: (_, node) => [
    {
      afterMs: 0,
      effects: [{ lever: 'process', node: node.name, state: 'stopped', how: 'kill' }],
    },
  ],
  // Neighbours get a FIN; only iBGP sessions that ran through this node are not told.
  silentForMs: (_, node, topology) => longestHold(sessionsThrough(node, topology), topology),
})

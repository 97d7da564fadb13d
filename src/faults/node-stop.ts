import { z } from 'zod'
import { defineFault } from './define.ts'
import { longestHold, sessionsThrough } from './hold.ts'

export const nodeStop = defineFault({
  name: 'node-stop',
  summary: 'A router is stopped properly: its daemons say goodbye (SIGTERM).',
  on: 'node',
  needs: ['process'],
  params: z.strictObject({}),
  phases: (_, node) => [
    {
      afterMs: 0,
      effects: [{ lever: 'process', node: node.name, state: 'stopped', how: 'stop' }],
    },
  ],
  // Neighbours are told; only iBGP sessions that ran through this node are not.
  silentForMs: (_, node, topology) => longestHold(sessionsThrough(node, topology), topology),
})

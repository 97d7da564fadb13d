import { z } from 'zod'
import { defineFault } from './define.ts'
import { longestHold, sessionsOf, sessionsThrough } from './hold.ts'

export const nodeFreeze = defineFault({
  name: 'node-freeze',
  summary:
    'All processes of a router stand still while its kernel goes on forwarding and answering.',
  on: 'node',
  needs: ['process'],
  params: z.strictObject({}),
  phases: (_, node) => [
    {
      afterMs: 0,
      effects: [{ lever: 'process', node: node.name, state: 'paused', how: 'pause' }],
    },
  ],
  // The kernel acknowledges every byte, so that only the hold timer finds out. Sessions that ran through
  // the node lose their way when OSPF gives it up.
  silentForMs: (_, node, topology) =>
    longestHold([...sessionsOf(node, topology), ...sessionsThrough(node, topology)], topology),
})

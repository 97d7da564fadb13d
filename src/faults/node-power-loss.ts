import { z } from 'zod'
import { defineFault } from './define.ts'
import { longestHold, sessionsOf, sessionsThrough } from './hold.ts'

export const nodePowerLoss = defineFault({
  name: 'node-power-loss',
  summary: 'A router vanishes without a word: not even its kernel closes anything.',
  on: 'node',
  needs: ['process'],
  params: z.strictObject({}),
  phases: (_, node) => [
    {
      afterMs: 0,
      effects: [{ lever: 'process', node: node.name, state: 'stopped', how: 'power-loss' }],
    },
  ],
  // Nobody is told anything.
  silentForMs: (_, node, topology) =>
    longestHold([...sessionsOf(node, topology), ...sessionsThrough(node, topology)], topology),
})

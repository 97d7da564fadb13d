import { z } from 'zod'
import { percent } from '../lib/units.ts'
import { defineFault } from './define.ts'
import { longestHold, sessionsOver } from './hold.ts'
import { impair } from './link-effects.ts'

export const linkLoss = defineFault({
  name: 'link-loss',
  summary: 'A link loses a share of its packets, both ways or from a to b (a->b).',
  on: 'link',
  needs: ['shape'],
  params: z.strictObject({ percent: percent().describe('Share of packets lost, such as 20%.') }),
  phases: (params, target) => [{ afterMs: 0, effects: impair(target, { loss: params.percent }) }],
  silentForMs: (_, { link }, topology) => longestHold(sessionsOver(link, topology), topology),
})

import { z } from 'zod'
import { rate } from '../lib/units.ts'
import { defineFault } from './define.ts'
import { longestHold, sessionsOver } from './hold.ts'
import { impair } from './link-effects.ts'

export const linkRate = defineFault({
  name: 'link-rate',
  summary: 'A link carries at most so many bits a second, both ways or from a to b (a->b).',
  on: 'link',
  needs: ['shape'],
  params: z.strictObject({ rate: rate().describe('Bits per second, such as 64kbit or 1mbit.') }),
  phases: (params, target) => [{ afterMs: 0, effects: impair(target, { rateBps: params.rate }) }],
  // A queue that grows faster than it drains can hold keepalives back until the timer fires.
  silentForMs: (_, { link }, topology) => longestHold(sessionsOver(link, topology), topology),
})

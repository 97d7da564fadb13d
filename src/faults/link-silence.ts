import { z } from 'zod'
import { defineFault } from './define.ts'
import { longestHold, sessionsOver } from './hold.ts'
import { silence } from './link-effects.ts'

export const linkSilence = defineFault({
  name: 'link-silence',
  summary: 'A link stays up but carries nothing, both ways or from a to b (a->b).',
  on: 'link',
  needs: ['filter'],
  params: z.strictObject({}),
  phases: (_, target) => [{ afterMs: 0, effects: silence(target) }],
  silentForMs: (_, { link }, topology) => longestHold(sessionsOver(link, topology), topology),
})

import { z } from 'zod'
import { positiveDuration } from '../lib/units.ts'
import { defineFault } from './define.ts'
import { downEffects, downParams, downSilence } from './down-modes.ts'

export const linkFlap = defineFault({
  name: 'link-flap',
  summary: 'A link goes down and up again some times, then stays up.',
  on: 'link',
  needs: ['carrier', 'admin'],
  params: z.strictObject({
    down: positiveDuration().describe('How long the link is down each time.'),
    up: positiveDuration().describe('How long it is up in between.'),
    count: z.int().min(1).max(1000).describe('How many times it goes down.'),
    ...downParams,
  }),
  phases: (params, target) => {
    const effects = downEffects(params, target)
    const period = params.down + params.up
    return Array.from({ length: params.count }, (_, cycle) => [
      { afterMs: cycle * period, effects },
      { afterMs: cycle * period + params.down, effects: [] },
    ]).flat()
  },
  silentForMs: downSilence,
})

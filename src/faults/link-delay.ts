import { z } from 'zod'
import { duration, positiveDuration } from '../lib/units.ts'
import { defineFault } from './define.ts'
import { longestHold, sessionsOver } from './hold.ts'
import { impair } from './link-effects.ts'

export const linkDelay = defineFault({
  name: 'link-delay',
  summary: 'A link becomes slow to arrive, both ways or from a to b (a->b).',
  on: 'link',
  needs: ['shape'],
  params: z
    .strictObject({
      delay: positiveDuration().describe('Added to what the link already has, one way.'),
      jitter: duration().optional().describe('Largest deviation from the delay, either way.'),
    })
    .refine(({ delay, jitter = 0 }) => jitter <= delay, {
      error: 'must not be longer than the delay',
      path: ['jitter'],
    }),
  phases: ({ delay, jitter }, target) => [
    {
      afterMs: 0,
      effects: impair(target, { delayMs: delay, ...(jitter && { jitterMs: jitter }) }),
    },
  ],
  // What is late by more than the hold time is late for the hold timer.
  silentForMs: ({ delay, jitter = 0 }, { link }, topology) =>
    Math.min(delay + jitter, longestHold(sessionsOver(link, topology), topology)),
})

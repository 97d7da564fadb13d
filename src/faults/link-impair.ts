import { z } from 'zod'
import { duration, percent, rate } from '../lib/units.ts'
import { defineFault } from './define.ts'
import { longestHold, sessionsOver } from './hold.ts'
import { impair } from './link-effects.ts'
import { shapeOf } from './shape-params.ts'

const params = z
  .strictObject({
    delay: duration().optional().describe('Added delay, one way.'),
    jitter: duration().optional().describe('Largest deviation from the delay, either way.'),
    loss: percent().optional().describe('Share of packets lost.'),
    rate: rate().optional().describe('Bits per second, at most.'),
    corrupt: percent().optional().describe('Share of packets with a bit turned over.'),
    duplicate: percent().optional().describe('Share of packets sent twice.'),
    reorder: percent().optional().describe('Share of packets that overtake others; needs a delay.'),
  })
  .refine((given) => Object.values(given).some((value) => value !== undefined), {
    error: 'needs at least one of delay, jitter, loss, rate, corrupt, duplicate, reorder',
  })
  .refine(({ delay = 0, jitter = 0 }) => jitter <= delay, {
    error: 'must not be longer than the delay',
    path: ['jitter'],
  })
  .refine(({ delay, reorder }) => reorder === undefined || Boolean(delay), {
    error: 'needs a delay: packets can only overtake others that wait',
    path: ['reorder'],
  })

export const linkImpair = defineFault({
  name: 'link-impair',
  summary: 'Several impairments of a link at once, both ways or from a to b (a->b).',
  on: 'link',
  needs: ['shape'],
  params,
  phases: (given, target) => [{ afterMs: 0, effects: impair(target, shapeOf(given)) }],
  silentForMs: (_, { link }, topology) => longestHold(sessionsOver(link, topology), topology),
})

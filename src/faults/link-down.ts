import { z } from 'zod'
import { defineFault } from './define.ts'
import { downEffects, downParams, downSilence } from './down-modes.ts'

export const linkDown = defineFault({
  name: 'link-down',
  summary: 'A link goes down: cut fibre, failed port, or shut down by an operator.',
  on: 'link',
  needs: ['carrier', 'admin'],
  params: z.strictObject(downParams),
  phases: (params, target) => [{ afterMs: 0, effects: downEffects(params, target) }],
  silentForMs: downSilence,
})

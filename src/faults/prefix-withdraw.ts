import { z } from 'zod'
import { InputError } from '../lib/errors.ts'
import { defineFault } from './define.ts'
import { prefixes } from './prefix-params.ts'

export const prefixWithdraw = defineFault({
  name: 'prefix-withdraw',
  summary: 'A router stops originating some or all of its own networks.',
  on: 'node',
  needs: ['routes'],
  params: z.strictObject({
    prefixes: prefixes().optional().describe('Which ones; all own networks when absent.'),
  }),
  phases: (params, node) => {
    const own = node.networks.map((network) => network.prefix)
    const withdraw = params.prefixes ?? own
    const foreign = withdraw.find((prefix) => !own.includes(prefix))
    if (foreign) throw new InputError(`${node.name} does not originate ${foreign}`)
    if (withdraw.length === 0) throw new InputError(`${node.name} has no networks to withdraw`)
    return [{ afterMs: 0, effects: [{ lever: 'routes', node: node.name, announce: [], withdraw }] }]
  },
  silentForMs: () => 0,
})

import { z } from 'zod'
import { InputError } from '../lib/errors.ts'
import { defineFault } from './define.ts'
import { prefixes } from './prefix-params.ts'

/** Another node's prefix is allowed: that is a hijack. */
export const prefixAnnounce = defineFault({
  name: 'prefix-announce',
  summary: "A router originates prefixes that are not its own: new ones, or another's (a hijack).",
  on: 'node',
  needs: ['routes'],
  params: z.strictObject({ prefixes: prefixes().describe('What it originates.') }),
  phases: ({ prefixes: announce }, node) => {
    const own = node.networks.find((network) => announce.includes(network.prefix))
    if (own) throw new InputError(`${node.name} originates ${own.prefix} already`)
    return [{ afterMs: 0, effects: [{ lever: 'routes', node: node.name, announce, withdraw: [] }] }]
  },
  silentForMs: () => 0,
})

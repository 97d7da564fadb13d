import { z } from 'zod'
import { daemonParam } from './daemon-params.ts'
import { defineFault } from './define.ts'

export const daemonKill = defineFault({
  name: 'daemon-kill',
  summary: 'One daemon of a router is killed (SIGKILL) and started again at the end.',
  on: 'node',
  needs: ['daemon'],
  params: z.strictObject({ daemon: daemonParam }),
  phases: ({ daemon }, node) => [
    { afterMs: 0, effects: [{ lever: 'daemon', node: node.name, daemon, state: 'dead' }] },
  ],
  silentForMs: () => 0,
})

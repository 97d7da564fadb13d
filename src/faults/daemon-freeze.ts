import { z } from 'zod'
import { daemonParam } from './daemon-params.ts'
import { defineFault } from './define.ts'
import { longestHold, sessionsOf } from './hold.ts'

export const daemonFreeze = defineFault({
  name: 'daemon-freeze',
  summary: 'One daemon of a router stands still (SIGSTOP) and goes on at the end.',
  on: 'node',
  needs: ['daemon'],
  params: z.strictObject({ daemon: daemonParam }),
  phases: ({ daemon }, node) => [
    { afterMs: 0, effects: [{ lever: 'daemon', node: node.name, daemon, state: 'frozen' }] },
  ],
  // A frozen rib daemon sends no less to neighbours: nothing is awaited.
  silentForMs: ({ daemon }, node, topology) =>
    daemon === 'bgp' ? longestHold(sessionsOf(node, topology), topology) : 0,
})

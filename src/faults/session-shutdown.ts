import { z } from 'zod'
import { defineFault } from './define.ts'
import { actingEnd, endAt } from './session-ends.ts'

export const sessionShutdown = defineFault({
  name: 'session-shutdown',
  summary: 'An operator shuts a BGP session down (Cease, RFC 4486) and enables it at the end.',
  on: 'session',
  needs: ['session'],
  params: z.strictObject({ end: actingEnd }),
  phases: ({ end }, session) => [
    {
      afterMs: 0,
      effects: [
        { lever: 'session', session: session.id, node: endAt(session, end).node, up: false },
      ],
    },
  ],
  silentForMs: () => 0,
})

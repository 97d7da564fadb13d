import { z } from 'zod'
import { defineFault } from './define.ts'
import { actingEnd, endAt } from './session-ends.ts'

/** A moment, not a state: there is nothing to heal. */
export const sessionReset = defineFault({
  name: 'session-reset',
  summary: 'An operator clears a BGP session: hard (closed and opened) or soft (route refresh).',
  on: 'session',
  needs: ['reset'],
  params: z.strictObject({
    mode: z
      .enum(['hard', 'soft'])
      .default('hard')
      .describe(
        'hard: the session is closed and opened again. soft: routes are asked for again (RFC 2918).',
      ),
    end: actingEnd,
  }),
  phases: ({ mode, end }, session) => [
    {
      afterMs: 0,
      effects: [
        {
          lever: 'reset',
          session: session.id,
          node: endAt(session, end).node,
          hard: mode === 'hard',
        },
      ],
    },
  ],
  silentForMs: () => 0,
})

import { z } from 'zod'
import { defineFault } from './define.ts'
import { holdOf } from './hold.ts'
import { endAt } from './session-ends.ts'

export const sessionSilence = defineFault({
  name: 'session-silence',
  summary: 'The packets of one BGP session (tcp port 179) vanish; all other traffic passes.',
  on: 'session',
  needs: ['filter'],
  params: z.strictObject({
    from: z
      .string()
      .optional()
      .describe('Only what this node sends vanishes; both directions when absent.'),
  }),
  phases: ({ from }, session) => {
    const senders = from === undefined ? session.ends : [endAt(session, from)]
    const link = session.link === undefined ? {} : { link: session.link }
    const effects = senders.map((sender) => {
      const receiver = session.ends.find((end) => end !== sender) ?? session.ends[1]
      const drop = [{ ...link, from: sender.address, to: receiver.address, bgpOnly: true }]
      return { lever: 'filter' as const, node: receiver.node, drop }
    })
    return [{ afterMs: 0, effects }]
  },
  silentForMs: (_, session, topology) => holdOf(session, topology),
})

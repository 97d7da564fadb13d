/** Which sessions are up, as far as the routers at both ends have said. A run begins with all of them. */
import type { JournalEntry } from '../../model/event.ts'
import type { Topology } from '../../model/topology.ts'

export interface Sessions {
  readonly total: number
  up(): number
  add(entry: JournalEntry): void
}

export const sessionsOf = ({ sessions }: Topology): Sessions => {
  /** Ends that are down, as `session node`. */
  const down = new Set<string>()
  const key = (id: string, node: string) => `${id} ${node}`
  return {
    total: sessions.length,
    up: () =>
      sessions.filter(({ id, ends }) => !ends.some(({ node }) => down.has(key(id, node)))).length,
    add: (entry) => {
      if (entry.type === 'session-changed') {
        const session = sessions.find(
          ({ ends }) =>
            ends.some(({ node }) => node === entry.node) &&
            ends.some(({ node, address }) => node !== entry.node && address === entry.peer),
        )
        if (!session) return
        if (entry.up) down.delete(key(session.id, entry.node))
        else down.add(key(session.id, entry.node))
      }
      // A router that is gone tells nothing of its sessions.
      if (entry.type === 'node-changed' && !entry.running)
        for (const { id, ends } of sessions)
          if (ends.some(({ node }) => node === entry.node)) down.add(key(id, entry.node))
    },
  }
}

import type { JournalEntry } from '../../../src/model/event.ts'
import type { Invariant } from './invariant.ts'

/**
 * Each side of a session tells of up and down in turns. A router that died could not tell of its
 * end, so its next word is free; and it tells nothing while it is not there.
 */
export const sessionsAlternate: Invariant = {
  name: 'sessions-alternate',
  check: ({ entries }) => {
    const last = new Map<string, boolean>()
    return entries.flatMap((entry) => {
      for (const node of diedIn(entry))
        for (const side of last.keys()) if (side.startsWith(`${node} `)) last.delete(side)
      if (entry.type === 'run-started') last.clear()
      if (entry.type !== 'session-changed') return []
      const side = `${entry.node} ${entry.peer}`
      const before = last.get(side)
      last.set(side, entry.up)
      const word = entry.up ? 'up' : 'down'
      return before === entry.up ? [`line ${entry.seq}: ${side} is ${word} for a second time`] : []
    })
  },
}

const diedIn = (entry: JournalEntry): readonly string[] => {
  if (entry.type === 'node-changed') return [entry.node]
  if (entry.type !== 'effects-applied') return []
  return entry.effects.flatMap((effect) =>
    effect.lever === 'daemon' && effect.state === 'dead' ? [effect.node] : [],
  )
}

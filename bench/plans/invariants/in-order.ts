import type { JournalEntry } from '../../../src/model/event.ts'
import { iterations } from '../../../src/run/journal.ts'
import type { Invariant } from './invariant.ts'

/** Times never go backwards, and the instants of each fault come in their order. */
export const inOrder: Invariant = {
  name: 'in-order',
  check: ({ entries }) => [
    ...entries.flatMap(({ at, seq, type }, i) => {
      const before = entries[i - 1]
      if (!Number.isFinite(at)) return [`line ${seq}: ${type} at ${at}`]
      return before && before.at > at
        ? [`line ${seq}: ${type} is ${before.at - at} ms before the line above, ${before.type}`]
        : []
    }),
    ...iterations(entries).flatMap(instantsOf),
  ],
}

const ORDER: readonly JournalEntry['type'][] = [
  'fault-started',
  'fault-injected',
  'fault-healed',
  'fault-ended',
]

const instantsOf = (run: readonly JournalEntry[]): readonly string[] => {
  const reached = new Map<string, number>()
  return run.flatMap((entry) => {
    const rank = ORDER.indexOf(entry.type)
    const id = 'instance' in entry ? entry.instance : 'id' in entry ? entry.id : undefined
    if (rank < 0 || id === undefined) return commandedLate(entry)
    const before = reached.get(id) ?? -1
    reached.set(id, rank)
    const wrong = rank > before ? [] : [`${id}: ${entry.type} after ${ORDER[before]}`]
    return [...wrong, ...commandedLate(entry)]
  })
}

/** What is commanded comes before what is verified. */
const commandedLate = (entry: JournalEntry): readonly string[] => {
  if (!('commandedAt' in entry)) return []
  return entry.commandedAt <= entry.at ? [] : [`${entry.instance}: commanded after ${entry.type}`]
}

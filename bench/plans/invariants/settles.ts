import type { JournalEntry } from '../../../src/model/event.ts'
import type { Played } from '../played.ts'
import { uncertainBetween } from '../uncertain.ts'
import type { Invariant } from './invariant.ts'

/**
 * Each half converges as predicted, and no run is invalid. Where chance or slowness can make a
 * session fall (uncertain.ts), the network may be found otherwise; then only all other invariants
 * are guaranteed. Where a router is deaf (deaf-routers.ts), which the runner knows nothing of, the
 * network may be found as such a router leaves it, and no other way.
 */
export const settles: Invariant = {
  name: 'settles',
  check: (played) => {
    const startedAt = new Map<string, number>()
    const excused = new Set<JournalEntry>()
    const wrong = played.entries.flatMap((entry) => {
      if (entry.type === 'fault-injected' || entry.type === 'fault-healed')
        startedAt.set(entry.instance, entry.at)
      if (entry.type === 'steady-state-failed')
        return excuse(played, entry, played.entries[0]?.at ?? 0, excused)
      if (entry.type !== 'settled' || isFine(entry)) return []
      return excuse(played, entry, startedAt.get(entry.instance) ?? entry.at, excused)
    })
    return [...wrong, ...invalidWithout(excused, played)]
  },
}

const isFine = ({ outcome }: Extract<JournalEntry, { type: 'settled' }>): boolean =>
  outcome === 'converged' || outcome === 'aborted'

const excuse = (
  played: Played,
  entry: JournalEntry,
  from: number,
  excused: Set<JournalEntry>,
): readonly string[] => {
  if (uncertainBetween(played, from, entry.at)) {
    excused.add(entry)
    return []
  }
  const differences = played.besideDeaf.get(entry.seq)
  if (!differences) return [`line ${entry.seq}: ${JSON.stringify(entry)}`]
  if (differences === 'unknown' || differences.length === 0) {
    excused.add(entry)
    return []
  }
  return differences.map((what) => `line ${entry.seq}, beside a router that hears nothing: ${what}`)
}

/** The verdict has no other reason than what is excused. */
const invalidWithout = (
  excused: ReadonlySet<JournalEntry>,
  { entries }: Played,
): readonly string[] => {
  const doubts = entries.filter(
    (entry) =>
      ['fault-unverified', 'observer-failed', 'invalidated'].includes(entry.type) &&
      !excused.has(entry),
  )
  return doubts.map((entry) => `line ${entry.seq}: ${JSON.stringify(entry)}`)
}

/** UPDATEs in each second, those of loads too. */
import type { JournalEntry } from '../../model/event.ts'

export interface Updates {
  add(entry: JournalEntry): void
  /** In each of so many whole seconds before `now`, oldest first. */
  perSecond(now: number, seconds: number): readonly number[]
}

const KEPT_SECONDS = 300

export const updateCounter = (): Updates => {
  const counts = new Map<number, number>()
  return {
    add: (entry) => {
      const count = countOf(entry)
      if (count === 0) return
      const second = Math.floor(entry.at / 1000)
      counts.set(second, (counts.get(second) ?? 0) + count)
      if (counts.size > 2 * KEPT_SECONDS)
        for (const old of counts.keys()) if (old < second - KEPT_SECONDS) counts.delete(old)
    },
    perSecond: (now, seconds) => {
      const last = Math.floor(now / 1000)
      return Array.from({ length: seconds }, (_, at) => counts.get(last - seconds + 1 + at) ?? 0)
    },
  }
}

const countOf = (entry: JournalEntry): number => {
  if (entry.type === 'update-received') return 1
  return entry.type === 'load-received' ? entry.updates : 0
}

/** The transfers that the benches of the flood have in common. */
import type { Transfer } from '../src/flood/types.ts'
import { kakapoStream } from './flood-link.ts'

/** As fast as it goes, until every prefix has been seen. */
export const burstJob = (
  updates: number,
  groupSize: number,
  sources: Transfer['sources'] = 'first',
): Transfer => ({
  stream: kakapoStream(updates, groupSize),
  updates,
  sources,
  pace: { type: 'flat-out' },
  prebuilt: false,
  endOfRib: false,
  canaries: true,
  until: 'prefixes',
  idleTimeoutMs: 20_000,
})

/** Announcements from all sources, as many as the window lets through in that time. */
export const windowJob = (outstanding: number, seconds: number): Transfer => {
  const { updates: _, ...job } = burstJob(100_000, 1, 'all')
  const pace = { type: 'window', outstanding, largestBlock: 1000 } as const
  return { ...job, pace, timeLimitMs: seconds * 1000, canaries: false, until: 'count' }
}

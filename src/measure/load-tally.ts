/** Counts what a node hears of a load: a line a second instead of one for each UPDATE. */
import type { Observation } from '../model/observation.ts'
import type { LoadRanges } from './load-share.ts'

export interface LoadTally {
  readonly ranges: LoadRanges
  /** Counts the message if it says something of the load only; else it is for others to read. */
  counts(message: Uint8Array, atMs: number): boolean
  /** Has a second passed since the first message that was not told yet? */
  isDue(atMs: number): boolean
  flush(): Observation[]
}

const PERIOD_MS = 1000

export const createLoadTally = (node: string, ranges: LoadRanges): LoadTally => {
  let sum = nothing()
  return {
    ranges,
    counts(message, atMs) {
      const share = ranges.shareOf(message)
      if (!share) return false
      if (sum.updates === 0) sum.since = atMs
      sum.at = Math.max(atMs, sum.since)
      sum.updates++
      sum.announced += share.announced
      sum.withdrawn += share.withdrawn
      sum.octets += message.length
      return true
    },
    isDue: (atMs) => sum.updates > 0 && atMs - sum.since >= PERIOD_MS,
    flush() {
      if (sum.updates === 0) return []
      const told: Observation = { type: 'load-received', node, ...sum }
      sum = nothing()
      return [told]
    },
  }
}

const nothing = () => ({ at: 0, since: 0, updates: 0, announced: 0, withdrawn: 0, octets: 0 })

/** A message may withdraw prefixes of the lab and of the load at once: the rest is left of it. */
export const withoutLoad = (
  observations: readonly Observation[],
  tally: LoadTally | undefined,
): Observation[] =>
  observations.map((seen) => {
    if (!tally || seen.type !== 'update-received') return seen
    const foreign = (prefix: string) => !tally.ranges.has(prefix)
    return {
      ...seen,
      announced: seen.announced.filter(foreign),
      withdrawn: seen.withdrawn.filter(foreign),
    }
  })

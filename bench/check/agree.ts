import type { Clock } from '../../src/model/testbed.ts'

export interface Patience {
  /** Before this nothing counts: what comes late must have had the time to come. */
  readonly leastMs: number
  /** Two looks this far apart must agree. */
  readonly pauseMs: number
  readonly mostMs: number
}

export const PATIENCE: Patience = { leastMs: 2_000, pauseMs: 1_000, mostMs: 60_000 }

/**
 * Looks until there are no differences, twice in a row; gives those that stay. Whatever takes time
 * and is predicted (a hold timer, a new way) is waited for by that.
 */
export const awaitAgreement = async (
  look: () => Promise<readonly string[]>,
  clock: Clock,
  { leastMs, pauseMs, mostMs }: Patience,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const startedAt = clock.now()
  await clock.until(startedAt + leastMs, signal)
  for (let agreed = false; ; ) {
    const differences = await look()
    if (agreed && differences.length === 0) return []
    agreed = differences.length === 0
    if (!agreed && clock.now() > startedAt + mostMs) return differences
    await clock.until(clock.now() + pauseMs, signal)
  }
}

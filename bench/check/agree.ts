import { setTimeout as sleep } from 'node:timers/promises'

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
  { leastMs, pauseMs, mostMs }: Patience,
  signal: AbortSignal,
): Promise<readonly string[]> => {
  const startedAt = performance.now()
  await sleep(leastMs, undefined, { signal })
  for (let agreed = false; ; ) {
    const differences = await look()
    if (agreed && differences.length === 0) return []
    agreed = differences.length === 0
    if (!agreed && performance.now() > startedAt + mostMs) return differences
    await sleep(pauseMs, undefined, { signal })
  }
}

/** Totals that come several times a second, made into rates of about a second each. */
import type { Interval } from './burst.ts'
import type { Totals } from './types.ts'

const LEAST_MS = 1000

interface Sample {
  readonly atMs: number
  readonly updatesReceived: number
}

export interface FlowingRates {
  add(totals: Totals & { readonly atMs: number }): void
  /** The rates, for a transfer that started then. */
  from(startedAtMs: number): readonly Interval[]
}

export const flowingRates = (): FlowingRates => {
  const samples: Sample[] = []
  return {
    // Closer together than a second they would fill the record of a long load.
    add: ({ atMs, updatesReceived }) => {
      const last = samples.at(-1)
      if (!last || atMs - last.atMs >= LEAST_MS) samples.push({ atMs, updatesReceived })
    },
    from: (startedAtMs) => intervalsOf([{ atMs: startedAtMs, updatesReceived: 0 }, ...samples]),
  }
}

const intervalsOf = (samples: readonly Sample[]): readonly Interval[] => {
  const [start] = samples as [Sample]
  const intervals: Interval[] = []
  let last = start
  for (const sample of samples) {
    const ms = sample.atMs - last.atMs
    if (ms < LEAST_MS) continue
    const updatesReceived = sample.updatesReceived - last.updatesReceived
    intervals.push({
      endMs: sample.atMs - start.atMs,
      updatesReceived,
      updatesPerS: (updatesReceived / ms) * 1000,
    })
    last = sample
  }
  return intervals
}

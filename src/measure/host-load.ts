/** Who had the host's processors while something was measured, and whether that spoils it. */
import type { RunEvent } from '../model/event.ts'
import type { Observation } from '../model/observation.ts'

export type HostSample = Extract<Observation, { type: 'host-sampled' }>

/** Shares of all processors over a time; 0 to 1. Absent where the host or its kernel does not tell. */
export interface HostLoad {
  readonly forMs: number
  readonly samples: number
  readonly processors: number
  readonly lab?: number
  readonly foreign?: number
  readonly low: number
  readonly idle: number
  readonly steal: number
  /** Of the time; some program waited for a processor. */
  readonly pressure?: number
  readonly throttledMs: number
  /** Of the time, for which programs of the lab waited for a processor, added up: can be more than 1. */
  readonly waited?: number
  readonly longestLagMs: number
}

export const hostSamples = (events: readonly RunEvent[]): readonly HostSample[] =>
  events.filter((event): event is HostSample => event.type === 'host-sampled')

/** Undefined where there was no sample. */
export const hostLoad = (samples: readonly HostSample[]): HostLoad | undefined => {
  const [first] = samples
  if (!first) return undefined
  const forMs = sum(samples, ({ forMs }) => forMs)
  const capacityMs = sum(samples, (one) => one.forMs * one.processors)
  const share = (read: (sample: HostSample) => number | undefined, of = capacityMs) =>
    samples.every((one) => read(one) !== undefined)
      ? Math.min(1, sum(samples, (one) => read(one) ?? 0) / of)
      : undefined
  const [lab, foreign] = [share(({ labMs }) => labMs), share(({ foreignMs }) => foreignMs)]
  const pressure = share(({ pressureMs }) => pressureMs, forMs)
  return {
    forMs,
    samples: samples.length,
    processors: first.processors,
    ...(lab !== undefined && { lab }),
    ...(foreign !== undefined && { foreign }),
    low: share(({ lowMs }) => lowMs) ?? 0,
    idle: share(({ idleMs }) => idleMs) ?? 0,
    steal: share(({ stealMs }) => stealMs) ?? 0,
    ...(pressure !== undefined && { pressure }),
    ...(samples.every(({ waitedMs }) => waitedMs !== undefined) && {
      waited: sum(samples, ({ waitedMs = 0 }) => waitedMs) / forMs,
    }),
    throttledMs: sum(samples, ({ throttledMs = 0 }) => throttledMs),
    longestLagMs: Math.max(...samples.map(({ lagMs }) => lagMs)),
  }
}

const sum = (samples: readonly HostSample[], read: (sample: HostSample) => number): number =>
  samples.reduce((total, sample) => total + read(sample), 0)

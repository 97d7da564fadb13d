/**
 * Was a half of a fault measured on a host that had no processor to spare for it? A lab that takes all
 * processors while it converges is as it should be; others that take them are not. A doubt is raised only by
 * what lasts: for seconds, and for most of the half.
 */
import type { Half, RunEvent } from '../model/event.ts'
import { type HostSample, hostLoad, hostSamples } from './host-load.ts'

export interface Contention {
  readonly instance: string
  readonly half: Half
  readonly reason: string
}

export const contentionIn = (events: readonly RunEvent[]): readonly Contention[] => {
  const samples = hostSamples(events)
  if (samples.length === 0) return []
  return halvesOf(events).flatMap(({ instance, half, fromAt, untilAt }) => {
    const inside = samples.filter(
      ({ at, forMs }) => at - forMs / 2 >= fromAt && at - forMs / 2 < untilAt,
    )
    return CAUSES.flatMap(({ is, text }) => {
      const bad = inside.filter(is)
      if (!lasts(bad, inside)) return []
      return [{ instance, half, reason: `${text(bad)}, for ${seconds(bad)} of ${seconds(inside)}` }]
    })
  })
}

/** Parts of the processors that others took, and of the time in which somebody waited for one. */
const FOREIGN = 0.5
const PRESSURE = 0.6
/** Where the kernel tells no pressure: nothing is idle. */
const IDLE = 0.05
/** Of the time, for which programs of the lab stood in the queue, added up: at any moment one of them. */
const WAITED = 1
/** Of the time of one processor, for which quotas held the lab back. */
const THROTTLED = 0.2
/** A timer that is so late has waited for many turns of the scheduler. */
const LAG_MS = 500

/** Shorter, and anything that starts on the host now and then would do it. */
const LEAST_MS = 3_000
const LEAST_SHARE = 0.5

interface Cause {
  is(sample: HostSample): boolean
  text(bad: readonly HostSample[]): string
}

const CAUSES: readonly Cause[] = [
  {
    is: (sample) => taken(sample) >= FOREIGN && isCrowded(sample) && isHeldUp(sample),
    text: (bad) => {
      const load = hostLoad(bad)
      const share = mean(bad, foreignMs)
      const steal = (load?.steal ?? 0) >= 0.01 ? `, the hypervisor ${percent(load?.steal)}` : ''
      const waited =
        load?.pressure === undefined
          ? ''
          : `, and programs waited ${percent(load.pressure)} of the time (PSI)`
      return `the host's CPU was taken by others: foreign programs had ${percent(share)} of ${load?.processors} processors${steal}${waited}`
    },
  },
  {
    is: ({ throttledMs = 0, forMs }) => throttledMs / forMs >= THROTTLED,
    text: (bad) =>
      `CPU quotas held back the lab's containers for ${percent(throttledShare(bad))} of a processor`,
  },
  {
    is: ({ lagMs }) => lagMs >= LAG_MS,
    text: (bad) =>
      `the host's CPU was too busy to observe: a timer was up to ${Math.round(hostLoad(bad)?.longestLagMs ?? 0)} ms late`,
  },
]

/**
 * By other programs and other machines. Programs of low priority give way to others of their own control
 * group only; so they count where it is known that the lab had to wait.
 */
const taken = (sample: HostSample): number =>
  (foreignMs(sample) + sample.stealMs) / (sample.forMs * sample.processors)

const foreignMs = ({ foreignMs, lowMs, waitedMs }: HostSample): number =>
  foreignMs === undefined ? 0 : foreignMs + (waitedMs === undefined ? 0 : lowMs)

const isCrowded = ({ pressureMs, idleMs, forMs, processors }: HostSample): boolean =>
  pressureMs === undefined ? idleMs / (forMs * processors) <= IDLE : pressureMs / forMs >= PRESSURE

/** Others may have all that the lab leaves over. */
const isHeldUp = ({ waitedMs, forMs }: HostSample): boolean =>
  waitedMs === undefined || waitedMs / forMs >= WAITED

/** As a part of all processors. */
const mean = (samples: readonly HostSample[], read: (sample: HostSample) => number): number =>
  samples.reduce((total, sample) => total + read(sample) / sample.processors, 0) / length(samples)

const throttledShare = (samples: readonly HostSample[]): number =>
  samples.reduce((total, { throttledMs = 0 }) => total + throttledMs, 0) / length(samples)

const lasts = (bad: readonly HostSample[], all: readonly HostSample[]): boolean =>
  length(bad) >= LEAST_MS && length(bad) >= LEAST_SHARE * length(all)

const length = (samples: readonly HostSample[]): number =>
  samples.reduce((total, { forMs }) => total + forMs, 0)

const seconds = (samples: readonly HostSample[]): string =>
  `${(length(samples) / 1000).toFixed(0)} s`

const percent = (share: number | undefined): string => `${Math.round((share ?? 0) * 100)} %`

interface HalfSpan {
  readonly instance: string
  readonly half: Half
  readonly fromAt: number
  readonly untilAt: number
}

/** From the command to the decision how the network settled. */
const halvesOf = (events: readonly RunEvent[]): readonly HalfSpan[] =>
  events.flatMap((event) => {
    if (event.type !== 'fault-injected' && event.type !== 'fault-healed') return []
    const { instance, commandedAt: fromAt } = event
    const half = event.type === 'fault-injected' ? 'injection' : 'reversion'
    const settled = events.find(
      (other) => other.type === 'settled' && other.instance === instance && other.half === half,
    )
    return settled ? [{ instance, half, fromAt, untilAt: settled.at }] : []
  })

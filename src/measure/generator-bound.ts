/** Loads that did not hold their rate because their generator, and not a router, could do no more. */
import type { RunEvent } from '../model/event.ts'

/** Below this part of the rate that was asked for. */
const SHORT = 0.9
/** A burst in which the router's TCP took nothing for a larger part of the time is the router's. */
const BLOCKED = 0.1
const LEAST_MS = 3_000
const LEAST_SHARE = 0.5

/** One sentence for each such load. */
export const generatorBound = (events: readonly RunEvent[]): readonly string[] => {
  const bursts = events.filter((event) => event.type === 'load-burst')
  return [...new Set(bursts.map(({ load }) => load))].flatMap((load) => {
    const all = bursts.filter((burst) => burst.load === load)
    const short = all.filter(isShort)
    if (length(short) < Math.max(LEAST_MS, LEAST_SHARE * length(all))) return []
    const sent = mean(short.map(({ perS }) => perS))
    const asked = mean(short.map(({ askedPerS = 0 }) => askedPerS))
    return [
      `the generator of load ${load} could not keep up: ${sent} of ${asked} UPDATEs a second, though the router took them all`,
    ]
  })
}

type Burst = Extract<RunEvent, { type: 'load-burst' }>

const isShort = ({ perS, askedPerS, blockedMs, at, since }: Burst): boolean =>
  askedPerS !== undefined && perS < SHORT * askedPerS && blockedMs < BLOCKED * (at - since)

const length = (bursts: readonly Burst[]): number =>
  bursts.reduce((total, { at, since }) => total + at - since, 0)

const mean = (values: readonly number[]): number =>
  Math.round(values.reduce((total, value) => total + value, 0) / values.length)

/** One timer for a deadline that moves: usually later, as with every message that is received. */
import { monotonicMs } from './clock.ts'

export interface Alarm {
  /** Calls at or after this instant, once; Infinity: not at all. */
  set(atMs: number): void
}

const LONGEST_MS = 0x7fff_ffff

/** `ring` may be called early, when the deadline has moved meanwhile: it looks for itself. */
export const createAlarm = (ring: () => void): Alarm => {
  let timer: NodeJS.Timeout | undefined
  let armedForMs = Number.POSITIVE_INFINITY
  const expired = () => {
    timer = undefined
    armedForMs = Number.POSITIVE_INFINITY
    // What came while the thread was busy is read first: a hold timer must not expire over it.
    setImmediate(ring)
  }
  return {
    set(atMs) {
      // Later than armed: it rings early and is set again then, instead of here for every message.
      if (atMs !== Number.POSITIVE_INFINITY && atMs >= armedForMs) return
      clearTimeout(timer)
      timer = undefined
      armedForMs = atMs
      if (atMs === Number.POSITIVE_INFINITY) return
      timer = setTimeout(
        expired,
        Math.min(Math.max(Math.ceil(atMs - monotonicMs()), 0), LONGEST_MS),
      )
    },
  }
}

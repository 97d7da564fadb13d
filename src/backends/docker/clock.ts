import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../model/testbed.ts'

/** The engine's wall clock, as far as this host knows it: the offset was measured through the agent. */
export const engineClock = (offsetMs: number): Clock => {
  const now = () => performance.timeOrigin + performance.now() + offsetMs
  const until = async (timeMs: number, signal: AbortSignal): Promise<void> => {
    const waitMs = timeMs - now()
    if (waitMs <= 0) return signal.throwIfAborted()
    await sleep(waitMs, undefined, { signal })
  }
  return { now, until }
}

/**
 * Half a round trip is the error (RFC 5905 section 8). Below it there is nothing to correct: controller and
 * engine are then on one host.
 */
export const measureOffset = async (
  ask: () => Promise<{ readonly at: number }>,
): Promise<number> => {
  const local = () => performance.timeOrigin + performance.now()
  const before = local()
  const { at } = await ask()
  const after = local()
  const offset = at - (before + after) / 2
  return Math.abs(offset) <= (after - before) / 2 + 2 ? 0 : offset
}

import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../../model/testbed.ts'

/**
 * The engine's wall clock, as far as this host knows it: the offset was measured through the agent.
 * Waiting ends with an error when the testbed is lost: nobody would hold or heal anything any more.
 */
export const engineClock = (offsetMs: number, lost: AbortSignal): Clock => {
  // Any number of waits at the same time is normal.
  setMaxListeners(0, lost)
  const now = () => performance.timeOrigin + performance.now() + offsetMs
  const until = async (timeMs: number, signal: AbortSignal): Promise<void> => {
    for (const either of [signal, lost]) either.throwIfAborted()
    const waitMs = timeMs - now()
    if (waitMs > 0) await sleepUnless(waitMs, [signal, lost])
  }
  return { now, until }
}

// By hand, because AbortSignal.any of Node 20 never lets go of signals that live long.
const sleepUnless = async (waitMs: number, signals: readonly AbortSignal[]): Promise<void> => {
  const stop = new AbortController()
  const abort = () => stop.abort()
  for (const signal of signals) signal.addEventListener('abort', abort)
  try {
    await sleep(waitMs, undefined, { signal: stop.signal })
  } catch (error) {
    for (const signal of signals) signal.throwIfAborted()
    throw error
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', abort)
  }
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

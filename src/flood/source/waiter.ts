/**
 * Waits until the sink has seen something. Sleeping costs tens of microseconds to wake up, as much
 * as a whole round trip of a small window: so it looks again and again for a moment first.
 */
import { monotonicMs } from '../../speaker/clock.ts'
import type { Shared } from '../shared.ts'

/** A round trip takes less than this where it pays to stay awake. */
const AWAKE_MS = 0.3
/** However long it sleeps, it looks now and then whether the window leaks. */
const ASLEEP_MS = 50

export interface Waiter {
  /** Calls `then` once, when there was progress, or after a while. */
  wait(then: () => void): void
}

interface AsyncWait {
  waitAsync(
    words: Int32Array,
    index: number,
    value: number,
    timeoutMs: number,
  ): { async: boolean; value: Promise<string> | string }
}

export const createWaiter = (shared: Shared): Waiter => {
  const { progress } = shared
  let isWaiting = false
  return {
    wait(then) {
      if (isWaiting) return
      isWaiting = true
      const seen = Atomics.load(progress, 0)
      const sinceMs = monotonicMs()
      const done = () => {
        isWaiting = false
        then()
      }
      const look = () => {
        if (Atomics.load(progress, 0) !== seen) done()
        else if (monotonicMs() - sinceMs < AWAKE_MS) setImmediate(look)
        else sleep(seen, done)
      }
      setImmediate(look)
    },
  }
  function sleep(seen: number, done: () => void): void {
    const atomics = Atomics as unknown as AsyncWait
    const { async, value } = atomics.waitAsync(progress, 0, seen, ASLEEP_MS)
    if (async) void (value as Promise<string>).then(done)
    else done()
  }
}

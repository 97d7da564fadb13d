/**
 * Virtual time. It moves only while somebody waits for it, one event of the network at a time, and
 * only when whoever was woken has come to rest: all that he does without waiting for the clock
 * happens at one instant, in the same order on every machine.
 */
import type { Clock } from '../../model/testbed.ts'
import type { SimNetwork } from './network-types.ts'

/** The wall clock at which every simulated network begins: 2000-01-01T00:00:00Z, so that journals are equal. */
export const EPOCH_MS = Date.UTC(2000, 0, 1)

/** Events performed in one turn of the event loop: between turns signals and timers of the process get through. */
const EVENTS_A_TURN = 1000

export interface SimClock extends Clock {
  /**
   * Resolves at the instant at which an event of the network wakes, and rejects when the signal
   * aborts. `arm` says who wakes; what it returns is called when nobody waits any more.
   */
  woken(arm: (wake: () => void) => () => void, signal: AbortSignal): Promise<void>
}

interface Waiter {
  resolve(): void
  reject(reason: unknown): void
}

export const simClock = (network: Pick<SimNetwork, 'nowMs' | 'step' | 'schedule'>): SimClock => {
  const waiters = new Set<Waiter>()
  /** Those whose time has come. */
  const due = new Set<Waiter>()
  let moving = false

  const move = (): void => {
    try {
      moving = turn()
    } catch (error) {
      moving = false
      for (const { reject } of [...waiters]) reject(error)
    }
    if (moving) setImmediate(move)
  }
  /** False when there is nothing to move for. */
  const turn = (): boolean => {
    // What was seen on the way has been read by now, so whoever is woken knows of it.
    const [first] = due
    if (first) first.resolve()
    else for (let left = EVENTS_A_TURN; left > 0 && due.size === 0; left--) network.step()
    return waiters.size > 0
  }
  const wait = (arm: (wake: () => void) => () => void, signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const leave = (end: () => void) => {
        waiters.delete(waiter)
        due.delete(waiter)
        disarm()
        signal.removeEventListener('abort', onAbort)
        end()
      }
      const waiter: Waiter = {
        resolve: () => leave(resolve),
        reject: (reason) => leave(() => reject(reason)),
      }
      const onAbort = () => waiter.reject(signal.reason)
      waiters.add(waiter)
      const disarm = arm(() => {
        if (waiters.has(waiter)) due.add(waiter)
      })
      signal.addEventListener('abort', onAbort)
      if (moving) return
      moving = true
      setImmediate(move)
    })

  const now = () => EPOCH_MS + network.nowMs
  return {
    now,
    until: async (timeMs, signal) => {
      signal.throwIfAborted()
      if (timeMs <= now()) return
      await wait((wake) => {
        const scheduled = network.schedule(timeMs - EPOCH_MS, wake)
        return () => scheduled.cancel()
      }, signal)
    },
    woken: async (arm, signal) => {
      signal.throwIfAborted()
      await wait(arm, signal)
    },
  }
}

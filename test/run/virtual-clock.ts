import type { Clock } from '../../src/model/testbed.ts'

interface Waiter {
  readonly at: number
  readonly order: number
  wake(): void
}

/** Time that stands still while anybody can still act, then jumps to the next moment waited for. */
export const virtualClock = (startAt: number): Clock => {
  const waiters = new Set<Waiter>()
  let now = startAt
  let order = 0
  let ticking = false
  const tick = () => {
    ticking = false
    const next = [...waiters].sort((a, b) => a.at - b.at || a.order - b.order)[0]
    if (!next) return
    waiters.delete(next)
    now = Math.max(now, next.at)
    next.wake()
    schedule()
  }
  const schedule = () => {
    if (ticking || waiters.size === 0) return
    ticking = true
    setImmediate(tick)
  }
  return {
    now: () => now,
    until: (at, signal) =>
      new Promise((resolve, reject) => {
        const leave = () => {
          waiters.delete(waiter)
          reject(signal.reason)
        }
        const waiter: Waiter = {
          at,
          order: order++,
          wake: () => {
            signal.removeEventListener('abort', leave)
            resolve()
          },
        }
        if (signal.aborted) return reject(signal.reason)
        signal.addEventListener('abort', leave, { once: true })
        waiters.add(waiter)
        schedule()
      }),
  }
}

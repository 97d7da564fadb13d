import { formatDuration } from '../lib/duration.ts'
import { TimeoutError } from '../lib/errors.ts'
import type { Clock } from '../model/testbed.ts'

export interface Deadline {
  readonly clock: Clock
  readonly ms: number
  /** For the error: what took too long. */
  readonly what: string
}

/**
 * Runs `work` with a signal that aborts when the time is over or `signal` aborts, and does not wait
 * for a `work` that ignores its signal: healing must go on whatever hangs.
 */
export const withDeadline = async <T>(
  { clock, ms, what }: Deadline,
  work: (signal: AbortSignal) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> => {
  const late = new AbortController()
  const done = new AbortController()
  const both = signal ? AbortSignal.any([signal, late.signal]) : late.signal
  const lapse = clock.until(clock.now() + ms, done.signal).then(
    () => late.abort(new TimeoutError(`${what} took longer than ${formatDuration(ms)}`)),
    () => {},
  )
  try {
    return await orAborted(work(both), both)
  } finally {
    done.abort()
    await lapse
  }
}

/** The result of `promise`, or a rejection as soon as the signal aborts. */
export const orAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    const leave = () => signal.removeEventListener('abort', onAbort)
    promise.then(
      (value) => {
        leave()
        resolve(value)
      },
      (error) => {
        leave()
        reject(error)
      },
    )
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })

/** One session that we open and that is not opened again once it was Established. */
import type { Ending } from '../bgp/session/ending.ts'
import { BackendError } from '../lib/errors.ts'
import { createPeer, type PeerEvents, type PeerOptions } from './peer.ts'
import type { Session } from './session.ts'

export interface OpenOptions
  extends Omit<PeerOptions, 'accepts' | 'connects' | 'restarts' | 'timers'> {
  /** Attempts after the first; without an end (but that of the signal) when absent. */
  readonly connectRetries?: number | undefined
  /** Default 1 second between two attempts. */
  readonly retryMs?: number
}

const RETRY_MS = 1000

/**
 * Resolves when Established. BackendError when all attempts failed, when the peer will never take
 * this OPEN (wrong AS and the like), and when the signal aborts: each says what happened last.
 */
export const openSession = (
  options: OpenOptions,
  events: PeerEvents = {},
  signal?: AbortSignal,
): Promise<Session> =>
  new Promise((resolve, reject) => {
    const { connectRetries = Number.POSITIVE_INFINITY, retryMs = RETRY_MS } = options
    let failures = 0
    let last: Ending | undefined
    const timers = { connectRetryMs: retryMs, idleHoldMs: retryMs, idleHoldMaxMs: retryMs }
    const peer = createPeer(
      { ...options, accepts: false, timers },
      {
        ...events,
        established(session) {
          signal?.removeEventListener('abort', abort)
          events.established?.(session)
          resolve(session)
        },
        down(session, ending, keepRoutes) {
          peer.stop()
          events.down?.(session, ending, keepRoutes)
        },
        failed(ending) {
          events.failed?.(ending)
          last = ending
          failures += 1
          if (isFinal(ending) || failures > connectRetries) giveUp()
        },
      },
    )
    const giveUp = (cause?: unknown): void => {
      signal?.removeEventListener('abort', abort)
      // The machine reports the stop as one more failure: the reason is the one before.
      reject(notEstablished(options, last, failures, cause))
      peer.stop()
    }
    const abort = (): void => giveUp(signal?.reason ?? 'aborted')
    if (signal?.aborted) return abort()
    signal?.addEventListener('abort', abort, { once: true })
    peer.start()
  })

/** What will be the same the next time: an OPEN Message Error, a machine that cannot sign. */
const isFinal = ({ notification, by, why }: Ending): boolean =>
  notification?.code === 2 || (by === 'local' && why === 'failed')

const notEstablished = (
  { remote, port, asn, local }: OpenOptions,
  last: Ending | undefined,
  failures: number,
  cause: unknown,
): BackendError => {
  const from = local === undefined ? `AS ${asn}` : `${local} (AS ${asn})`
  const attempts = failures === 1 ? 'after 1 attempt' : `after ${failures} attempts`
  const reason = last?.text ?? 'no answer yet'
  return new BackendError(
    `no BGP session from ${from} with ${remote} port ${port} ${attempts}: ${reason}`,
    { ...(cause !== undefined && { cause }), hint: hintFor(last) },
  )
}

const hintFor = (last: Ending | undefined): string | undefined =>
  last?.why === 'refused'
    ? 'start the daemon, or check the address and the port'
    : last?.notification?.code === 2
      ? 'make both ends agree: AS numbers, BGP identifiers, hold times, roles'
      : undefined

/** All sessions of a flood at the same time, or an error that says which ones there are not, and why. */
import { BackendError, TimeoutError } from '../lib/errors.ts'
import { monotonicMs } from '../speaker/clock.ts'
import type { Opened } from './jobs.ts'
import type { Threads } from './play-booking.ts'
import type { FloodPeer, FloodSetup, SessionUp } from './types.ts'

export const establish = async (
  setup: FloodSetup,
  threads: Threads,
  signal: AbortSignal,
): Promise<readonly SessionUp[]> => {
  const { families, holdTimeS, connectRetries, establishTimeoutMs, drain } = setup
  const beganAtMs = monotonicMs()
  const opening = { families, holdTimeS, connectRetries }
  const giveUp = (reason: string) => {
    threads.sources.tell('giveUp', reason)
    threads.sink?.tell('giveUp', reason)
  }
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    giveUp('it took too long')
  }, establishTimeoutMs)
  const abort = () => giveUp('interrupted')
  signal.addEventListener('abort', abort, { once: true })
  if (signal.aborted) abort()
  try {
    const ends = [
      setup.sink && threads.sink
        ? threads.sink.call('openSink', { ...opening, peer: setup.sink, drain })
        : undefined,
      threads.sources.call('openSources', { ...opening, peers: setup.sources }),
    ] as const
    // When one end cannot have its session, the others need not try any longer.
    for (const end of ends) end?.catch(() => giveUp('another session cannot be had'))
    const [sink, sources] = await settled(ends)
    return [
      ...(sink && setup.sink ? [sessionUp('sink', 0, setup.sink, sink, beganAtMs)] : []),
      ...sources.map((opened, i) =>
        sessionUp('source', i + 1, setup.sources[i] as FloodPeer, opened, beganAtMs),
      ),
    ]
  } catch (error) {
    throw isLate ? tooLate(error as Error, establishTimeoutMs) : error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

type Ends = readonly [Promise<Opened> | undefined, Promise<readonly Opened[]>]

/** Both ends have given up before their errors are told. */
const settled = async ([sink, sources]: Ends): Promise<[Opened | undefined, readonly Opened[]]> => {
  const [one, many] = await Promise.allSettled([sink, sources])
  if (one.status === 'fulfilled' && many.status === 'fulfilled') return [one.value, many.value]
  const failed = [one, many].flatMap((end) => (end.status === 'rejected' ? [end.reason] : []))
  if (failed.length === 1) throw failed[0]
  throw new BackendError('neither the sink nor the sources have their sessions', {
    output: failed.flatMap(lines),
    hint: (failed[0] as BackendError).hint,
  })
}

const lines = (error: Error): readonly string[] =>
  error instanceof BackendError && error.output.length > 0 ? error.output : [error.message]

const tooLate = (error: Error, timeoutMs: number): TimeoutError =>
  new TimeoutError(`not all sessions are Established after ${timeoutMs / 1000} s`, {
    seen: lines(error),
    hint: (error as BackendError).hint,
  })

const sessionUp = (
  role: SessionUp['role'],
  index: number,
  peer: FloodPeer,
  { peerAsn, internal, atMs }: Opened,
  beganAtMs: number,
): SessionUp => ({ role, index, peer, peerAsn, internal, afterMs: atMs - beganAtMs })

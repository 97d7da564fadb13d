/** Runs the two halves of a transfer side by side, and ends both when one of them cannot go on. */
import { monotonicMs } from '../speaker/clock.ts'
import type { Booking } from './booking.ts'
import type { SinkReport, SourceReport } from './jobs.ts'
import type { Shared } from './shared.ts'
import type { PrefixTable } from './sink/prefix-set.ts'
import type { Thread } from './thread.ts'

/** What is under way when the time is up may still arrive. */
const GRACE_MS = 2000
/** How long a source may go on after the sink has everything. */
const LINGER_MS = 1000
const LOOK_EVERY_MS = 100

export interface Threads {
  readonly sources: Thread
  /** Undefined: nobody counts. */
  readonly sink: Thread | undefined
  readonly shared: Shared
}

export interface Reports {
  readonly source: SourceReport
  readonly sink: SinkReport | undefined
}

export const playBooking = async (
  threads: Threads,
  booking: Booking,
  signal: AbortSignal,
  table?: PrefixTable,
): Promise<Reports> => {
  await Promise.all([
    threads.sink?.call('armSink', booking.sink, table),
    threads.sources.call('prepareSources', booking.source),
  ])
  const interrupt = () => {
    threads.sources.tell('stopSources')
    threads.sink?.tell('stopSink', 'interrupted')
  }
  if (signal.aborted) interrupt()
  signal.addEventListener('abort', interrupt, { once: true })
  try {
    return await (threads.sink
      ? withSink(threads, threads.sink)
      : withoutSink(threads, booking.sink.idleTimeoutMs))
  } finally {
    signal.removeEventListener('abort', interrupt)
  }
}

const withSink = async ({ sources }: Threads, sink: Thread): Promise<Reports> => {
  let timer: NodeJS.Timeout | undefined
  let isSent = false
  let isOver = false
  const sinkReport = sink.call('sinkReport').then((report) => {
    // A device that has stopped to listen must not hold the sources.
    const waitMs = report.outcome === 'complete' ? LINGER_MS : 0
    if (!isSent) timer = setTimeout(() => sources.tell('stopSources'), waitMs)
    return report
  })
  // When the sources' thread dies, that is the error to tell.
  sinkReport.catch(() => {})
  let source = await sources.call('startSources')
  isSent = true
  clearTimeout(timer)
  tellWhatWasSent(sink, source)
  if (source.ended === 'time-limit')
    timer = setTimeout(() => sink.tell('stopSink', 'timeout'), GRACE_MS)
  // What the kernel has taken can still be lost with the session.
  const watch = setInterval(async () => {
    const lost = await sources.call('lostSources').catch(() => [])
    // The next transfer is not to hear of it.
    if (isOver || lost.length <= source.lost.length) return
    source = { ...source, lost }
    tellWhatWasSent(sink, source)
  }, LOOK_EVERY_MS)
  try {
    const report = await sinkReport
    return { source, sink: report }
  } finally {
    isOver = true
    clearTimeout(timer)
    clearInterval(watch)
  }
}

const tellWhatWasSent = (sink: Thread, { shares, prefixes, lost }: SourceReport): void => {
  if (lost.length === shares.length && lost.length > 0)
    sink.tell('stopSink', 'session-lost', lost[0]?.reason)
  else sink.tell('expect', { shares, prefixes, lost: lost.map(({ source }) => source) })
}

/** Nobody says that the device has stopped to listen: the kernel does, by not taking anything. */
const withoutSink = async (
  { sources, shared }: Threads,
  idleTimeoutMs: number,
): Promise<Reports> => {
  const beganAtMs = monotonicMs()
  const timer = setInterval(() => {
    const lastMs = Math.max(beganAtMs, shared.get('lastSentAtMs'))
    if (monotonicMs() - lastMs > idleTimeoutMs) sources.tell('stopSources')
  }, LOOK_EVERY_MS)
  try {
    return { source: await sources.call('startSources'), sink: undefined }
  } finally {
    clearInterval(timer)
  }
}

/**
 * The flood engine: opens the sessions of a sink and of any number of sources, and sends streams
 * through the device between them. Here is only what is done once for a transfer; the threads in
 * worker.ts do the rest, and share counters with this one.
 */
import { CEASE, cease } from '../bgp/session/notifications.ts'
import { monotonicMs } from '../speaker/clock.ts'
import { type Booking, canaryBooking, transferBooking } from './booking.ts'
import { establish } from './establish.ts'
import { filePrefixes } from './file-prefixes.ts'
import { playBooking, type Reports, type Threads } from './play-booking.ts'
import { createShared, Shared } from './shared.ts'
import type { PrefixTable } from './sink/prefix-set.ts'
import { Thread } from './thread.ts'
import { canaryTimes, resultOf } from './transfer-result.ts'
import type {
  CanaryTimes,
  Engine,
  FloodSetup,
  SessionUp,
  Totals,
  Transfer,
  TransferResult,
} from './types.ts'

/** Nothing is opened yet. */
export const createEngine = (setup: FloodSetup): Engine => new FloodEngine(setup)

class FloodEngine implements Engine {
  readonly #setup: FloodSetup
  readonly #threads: Threads
  #warmth: Promise<unknown> | undefined
  #nextUpdate = 1
  #nextCanary = 0

  constructor(setup: FloodSetup) {
    this.#setup = setup
    const memory = createShared()
    const sources = new Thread(memory)
    const sinkThread = setup.threads === 1 ? sources : setup.sink && new Thread(memory)
    const sink = setup.sink && sinkThread
    this.#threads = { sources, sink, shared: new Shared(memory) }
  }

  async establish(signal: AbortSignal): Promise<readonly SessionUp[]> {
    // Not in the time that the sessions take.
    this.#warmth ??= this.#warmUp()
    await this.#warmth
    return await establish(this.#setup, this.#threads, signal)
  }

  async transfer(
    job: Transfer,
    signal: AbortSignal,
    onProgress?: (totals: Totals & { readonly atMs: number }) => void,
  ): Promise<TransferResult> {
    const booking = transferBooking(this.#setup, job, this.#numbers)
    const { stream, until } = job
    const table =
      stream.type === 'encoded' && until === 'prefixes' ? filePrefixes(stream.bytes) : undefined
    const { shared } = this.#threads
    const report = () => onProgress?.({ ...shared.totals(), atMs: monotonicMs() })
    const timer = onProgress && setInterval(report, job.progressEveryMs ?? DEFAULT_PROGRESS_MS)
    const nudge = setInterval(() => this.keepalive(), KEEPALIVE_EVERY_MS)
    try {
      const reports = await this.#play(booking, signal, table)
      return resultOf(booking, reports, shared.totals(), signal.aborted)
    } finally {
      clearInterval(timer)
      clearInterval(nudge)
    }
  }

  async canaries(timeoutMs: number, signal: AbortSignal): Promise<readonly CanaryTimes[]> {
    const times: CanaryTimes[] = []
    for (const index of this.#setup.sources.keys()) {
      if (signal.aborted) break
      const booking = canaryBooking(this.#setup, index, timeoutMs, this.#numbers)
      times.push(...canaryTimes(booking, await this.#play(booking, signal), 'tail'))
    }
    return times
  }

  keepalive(): void {
    for (const thread of this.#each()) thread.tell('keepalive')
  }

  async restart(signal: AbortSignal): Promise<readonly SessionUp[]> {
    const notification = cease(CEASE.administrativeReset)
    await Promise.all(this.#each().map((thread) => thread.call('close', notification)))
    return this.establish(signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const notification = cease(CEASE.administrativeReset)
    await Promise.allSettled(this.#each().map((thread) => thread.call('close', notification)))
    await Promise.all(this.#each().map((thread) => thread.end()))
  }

  #warmUp(): Promise<unknown> {
    const { sources, sink } = this.#threads
    return Promise.all([sources.call('warmUpSources'), sink?.call('warmUpSink')])
  }

  get #numbers() {
    return { update: this.#nextUpdate, canary: this.#nextCanary }
  }

  async #play(booking: Booking, signal: AbortSignal, table?: PrefixTable): Promise<Reports> {
    // Also when it fails: a number must never come twice.
    this.#nextCanary = booking.nextCanary
    const reports = await playBooking(this.#threads, booking, signal, table)
    const most = Math.max(...reports.source.shares.map(({ updates }) => updates))
    this.#nextUpdate += most * reports.source.shares.length
    return reports
  }

  #each(): readonly Thread[] {
    const { sources, sink } = this.#threads
    return sink && sink !== sources ? [sources, sink] : [sources]
  }
}

const DEFAULT_PROGRESS_MS = 1000
/**
 * As often as RFC 4271 section 4.4 allows. FRR from version 9 on reads ahead when its input queue is
 * full (`bgp input-queue-limit`, 10,000 messages) and looks at what it has read only when more
 * comes: without this, the end of a burst would wait for the next keepalive of the timers.
 */
const KEEPALIVE_EVERY_MS = 1000

/** The flood of a load in virtual time: the part of a flood engine that playing a load needs. */
import { type CanaryRange, canaryPrefix, canaryRange } from '../../flood/canary.ts'
import type { LoadResult } from '../../flood/load/player.ts'
import type { BlockSource } from '../../flood/synthetic/block.ts'
import { courseOf } from '../../flood/synthetic/numbering.ts'
import { seedPrefix } from '../../flood/synthetic/prefix-words.ts'
import { announceTemplate, type Sender, withdrawTemplate } from '../../flood/synthetic/template.ts'
import type { CanaryTimes, SyntheticStream, Transfer } from '../../flood/types.ts'
import { BackendError } from '../../lib/errors.ts'
import type { Load } from '../../model/load.ts'
import { Alarm } from './alarm.ts'
import type { SimClock } from './clock.ts'
import { Sending } from './load-sending.ts'
import type { GuestSession } from './load-session.ts'
import { LoadSink } from './load-sink.ts'
import type { Beside } from './network-types.ts'

const ESTABLISH_TIMEOUT_MS = 60_000
/**
 * What two kernels hold before a sender has to wait: a full send buffer (Linux: tcp_wmem, 4 MiB) and a
 * window of half a full receive buffer (tcp_rmem, 6 MiB; tcp_adv_win_scale 1).
 */
const WINDOW_OCTETS = 7 * 2 ** 20

interface EngineParts {
  readonly beside: Beside
  readonly clock: SimClock
  readonly load: Load
  readonly source: GuestSession
  readonly sink: GuestSession
  /** From the router to the source. */
  readonly cableMs: number
}

export class LoadEngine {
  readonly #parts: EngineParts
  readonly #range: CanaryRange
  readonly #sink: LoadSink
  #nextUpdate = 1
  #nextCanary = 0
  /** Octets that were sent and have not been taken yet. */
  #outstanding = 0
  #sending: Sending | undefined
  /** Something that is waited for may have happened. */
  #look: () => void = () => undefined
  #heardAtMs = 0

  constructor(parts: EngineParts) {
    const { load, source, sink } = parts
    this.#parts = parts
    this.#range = canaryRange(load.canarySeed, load.family)
    this.#sink = new LoadSink(this.#range, sink.prefixes)
    source.changed = () => this.#look()
    sink.changed = () => this.#look()
    sink.updated = (update) => {
      this.#heardAtMs = this.#nowMs
      this.#sink.updated(update, this.#nowMs)
      this.#look()
    }
  }

  /** BackendError when the sessions are not Established within a minute. */
  async establish(signal: AbortSignal): Promise<void> {
    const { source, sink, clock } = this.#parts
    const sessions = [source, sink]
    for (const session of sessions) session.start()
    const isOver = () => sessions.every(({ negotiated }) => negotiated) || this.#lost !== undefined
    await clock.woken((wake) => {
      this.#look = () => isOver() && wake()
      const { queue } = this.#parts.beside.net
      const limit = queue.schedule(queue.nowMs + ESTABLISH_TIMEOUT_MS, wake)
      return () => limit.cancel()
    }, signal)
    this.#look = () => undefined
    const failed = sessions.filter(({ negotiated }) => !negotiated)
    if (failed.length > 0) throw new BackendError(failed.map(notEstablished).join('; '))
  }

  /** The router has taken so much out of its receive buffer: its acknowledgement opens the window. */
  taken(octets: number): void {
    const { beside, cableMs } = this.#parts
    const { queue } = beside.net
    queue.schedule(queue.nowMs + cableMs, () => {
      this.#outstanding -= octets
      this.#sending?.pump()
    })
  }

  async transfer(job: Transfer, signal: AbortSignal): Promise<LoadResult> {
    const serials = { head: this.#nextCanary, tail: this.#nextCanary + 1 }
    this.#nextCanary += 2
    this.#sink.arm([serials.head, serials.tail])
    this.#heardAtMs = this.#nowMs
    const sending = this.#sendingOf(job, serials)
    this.#sending = sending
    try {
      await this.#parts.clock.woken((wake) => this.#play(job, sending, serials.tail, wake), signal)
    } catch (error) {
      if (!signal.aborted) throw error
    }
    sending.stop()
    this.#sending = undefined
    this.#nextUpdate += sending.taken
    return this.#resultOf(job, sending, serials, signal.aborted)
  }

  close(): void {
    this.#sending?.stop()
    this.#parts.source.stop()
    this.#parts.sink.stop()
  }

  get #nowMs(): number {
    return this.#parts.beside.net.queue.nowMs
  }

  /** Why a session is gone. */
  get #lost(): string | undefined {
    const { source, sink } = this.#parts
    if (sink.lost !== undefined) return `the sink's session: ${sink.lost}`
    return source.lost === undefined ? undefined : `source 1: ${source.lost}`
  }

  #play(job: Transfer, sending: Sending, tail: number, wake: () => void): () => void {
    const { queue } = this.#parts.beside.net
    const idle = new Alarm(queue, () => wake())
    this.#look = () => {
      if (this.#lost !== undefined) wake()
      if (!sending.isOver) return
      if (job.until === 'sent' || this.#sink.seenAtMs(tail) !== undefined) wake()
      else idle.set(Math.max(this.#heardAtMs, sending.sentAtMs) + job.idleTimeoutMs)
    }
    // Not before somebody waits.
    const start = queue.schedule(queue.nowMs, () => {
      if (this.#lost === undefined) sending.begin()
      this.#look()
    })
    return () => {
      start.cancel()
      idle.set(Number.POSITIVE_INFINITY)
      this.#look = () => undefined
    }
  }

  #sendingOf(job: Transfer, serials: { head: number; tail: number }): Sending {
    const { beside, source, load } = this.#parts
    const stream = job.stream as SyntheticStream
    const sender: Sender = {
      nextHop: source.parts.local,
      index: 1,
      asn: source.parts.asn,
      internal: false,
    }
    return new Sending({
      queue: beside.net.queue,
      from: this.#blockSource(stream, sender),
      updates: job.updates ?? load.prefixes / load.groupSize,
      pace: job.pace,
      range: this.#range,
      sender,
      serials,
      room: () => WINDOW_OCTETS - this.#outstanding,
      send: (bytes) => {
        this.#outstanding += bytes.length
        source.send(bytes)
      },
      over: () => this.#look(),
    })
  }

  #blockSource(stream: SyntheticStream, sender: Sender): BlockSource {
    const { tableSize, groupSize, seedPrefix: seed, prefixLength } = stream
    return {
      stream,
      course: courseOf(tableSize, 1, 0, this.#nextUpdate),
      seed: seedPrefix(seed, prefixLength, tableSize * groupSize),
      announce: announceTemplate(stream, sender),
      withdraw: withdrawTemplate(stream),
    }
  }

  #resultOf(
    { until, stream }: Transfer,
    sending: Sending,
    serials: { head: number; tail: number },
    interrupted: boolean,
  ): LoadResult {
    const lost = this.#lost
    const tail = this.#canary(serials.tail, sending.tailAtMs)
    const isShort = until !== 'sent' && tail[0]?.seenAtMs === undefined
    const { groupSize } = stream as SyntheticStream
    const received = this.#sink.take()
    return {
      ...(interrupted
        ? { outcome: 'interrupted' }
        : lost !== undefined
          ? { outcome: 'session-lost', reason: lost }
          : { outcome: isShort ? 'timeout' : 'complete' }),
      head: this.#canary(serials.head, sending.headAtMs),
      tail,
      startedAtMs: sending.startedAtMs,
      sentAtMs: sending.sentAtMs,
      blockedMs: sending.blockedMs,
      updatesSent: sending.updates,
      prefixesSent: sending.taken * groupSize,
      octetsSent: sending.octets,
      updatesReceived: received.updates,
      prefixesReceived: received.prefixes,
    }
  }

  #canary(serial: number, sentAtMs: number | undefined): readonly CanaryTimes[] {
    if (sentAtMs === undefined) return []
    const seenAtMs = this.#sink.seenAtMs(serial)
    const prefix = canaryPrefix(this.#range, serial)
    return [{ source: 1, prefix, sentAtMs, ...(seenAtMs !== undefined && { seenAtMs }) }]
  }
}

const notEstablished = ({ parts, lastFailure, lost }: GuestSession): string =>
  `no BGP session from ${parts.local} (AS ${parts.asn}) with ${parts.remote}: ${lost ?? lastFailure}`

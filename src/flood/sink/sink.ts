/**
 * The sink in its thread: one session, one transfer at a time. Everything that is done for each read
 * is in `#consume`; what a transfer awaits is checked there once for each read too.
 */

import { KEEPALIVE } from '../../bgp/message.ts'
import type { NotificationBody } from '../../bgp/session/types.ts'
import { BackendError } from '../../lib/errors.ts'
import { monotonicMs } from '../../speaker/clock.ts'
import { BUFFER_OCTETS } from '../../speaker/connection.ts'
import type { Session } from '../../speaker/session.ts'
import type { Expectation, Opened, SinkJob, SinkOpening, SinkReport } from '../jobs.ts'
import { openEnd } from '../open-end.ts'
import type { Shared } from '../shared.ts'
import { warmUpSink } from '../warm-up.ts'
import { Awaited } from './awaited.ts'
import { CanaryWatch } from './canary-watch.ts'
import type { PrefixTable } from './prefix-set.ts'
import { problemAt } from './problem-at.ts'
import { createScan, SLACK } from './scan.ts'
import { Tally } from './tally.ts'

/** How often it looks whether nothing comes any more. */
const LOOK_EVERY_MS = 50

export class Sink {
  readonly #shared: Shared
  /** Called after each read that a window may be waiting for. */
  readonly #progressed: () => void
  readonly #bytes = new Uint8Array(BUFFER_OCTETS + SLACK)
  readonly #tally = new Tally()
  readonly #canaries = new CanaryWatch(this.#bytes)
  readonly #scan = createScan(this.#bytes, this.#tally, {
    canary: (place, message) => this.#canaries.see(place, message, this.#nowMs),
    other: (from, end) => this.#session?.message(this.#bytes, from, end),
  })
  #session: Session | undefined
  #awaited: Awaited | undefined
  #drain = false
  #nowMs = 0
  /** Octets of an unfinished message, which come again with the next read. */
  #left = 0
  #lost: string | undefined

  constructor(shared: Shared, progressed: () => void) {
    this.#shared = shared
    this.#progressed = progressed
  }

  warmUp(): void {
    warmUpSink(this.#bytes, this.#tally, this.#scan)
  }

  /** Resolves when Established. */
  async open(opening: SinkOpening, signal: AbortSignal): Promise<Opened> {
    this.#drain = opening.drain
    this.#lost = undefined
    this.#tally.mixed = opening.families.includes('ipv6')
    const session = await openEnd(
      opening.peer,
      opening,
      (established) => established.takeOver((_bytes, from, to) => this.#consume(from, to)),
      signal,
      this.#bytes,
    )
    this.#session = session
    void session.ended.then(({ ending }) => {
      if (this.#session !== session) return
      this.#lost ??= `the sink's session: ${ending.text}`
      this.#awaited?.lose(this.#lost)
    })
    const { negotiated } = session
    return { peerAsn: negotiated.remote.asn, internal: negotiated.internal, atMs: monotonicMs() }
  }

  get isOpen(): boolean {
    return this.#session?.isOpen ?? false
  }

  /** Counts from here on. `table`: the prefixes of a file. */
  arm(job: SinkJob, table?: PrefixTable): void {
    for (const slot of RECEIVED) this.#shared.set(slot, 0)
    this.#tally.clear()
    this.#canaries.arm(job.range, job.canaries, job.probes, this.#tally)
    const sight = {
      drain: this.#drain,
      bytes: this.#bytes,
      tally: this.#tally,
      canaries: this.#canaries,
      shared: this.#shared,
    }
    this.#awaited = new Awaited(job, sight, monotonicMs(), table)
    if (!this.#session?.isOpen) this.#awaited.lose(this.#lost ?? 'the sink has no session')
  }

  expect(expectation: Expectation): void {
    this.#awaited?.expect(expectation, monotonicMs())
  }

  /** When the transfer is over. */
  async report(): Promise<SinkReport> {
    const awaited = this.#awaited
    if (!awaited) throw new BackendError('the sink has nothing to report: no transfer was begun')
    const timer = setInterval(() => {
      awaited.look(monotonicMs())
      this.#session?.tick(monotonicMs())
    }, LOOK_EVERY_MS)
    try {
      return await awaited.over
    } finally {
      clearInterval(timer)
      this.#awaited = undefined
    }
  }

  /** Ends the transfer now. */
  stop(outcome: 'interrupted' | 'session-lost' | 'timeout', reason?: string): void {
    this.#awaited?.end(outcome, reason)
  }

  keepalive(): void {
    if (!this.#session?.isOpen) return
    this.#session.write(KEEPALIVE)
    this.#awaited?.sentKeepalive(KEEPALIVE.length)
  }

  close(notification?: NotificationBody): void {
    const session = this.#session
    this.#session = undefined
    session?.close(notification)
  }

  #consume(from: number, to: number): number {
    this.#nowMs = monotonicMs()
    const end = this.#drain ? to : this.#scan(from, to)
    const shared = this.#shared
    // What the last call left is here for the second time.
    shared.add('octetsReceived', to - from - this.#left)
    if (end < 0) return this.#malformed(-1 - end, to)
    this.#left = to - end
    if (this.#drain) {
      this.#awaited?.drained(this.#nowMs)
      return to
    }
    shared.set('updatesReceived', this.#tally.updates)
    shared.set('prefixesReceived', this.#tally.prefixes)
    shared.set('withdrawalsReceived', this.#tally.withdrawals)
    if (this.#awaited?.received(this.#nowMs)) this.#progressed()
    return end
  }

  /** The session machine reads the octets itself, so that the NOTIFICATION is the right one. */
  #malformed(at: number, to: number): number {
    this.#left = 0
    this.#lost = problemAt(this.#bytes, at, to)
    this.#awaited?.lose(this.#lost)
    this.#session?.message(this.#bytes, at, Math.min(to, at + lengthAt(this.#bytes, at)))
    this.#session?.close()
    return to
  }
}

const lengthAt = (bytes: Uint8Array, at: number): number =>
  Math.max(19, ((bytes[at + 16] as number) << 8) | (bytes[at + 17] as number))

const RECEIVED = [
  'updatesReceived',
  'prefixesReceived',
  'withdrawalsReceived',
  'octetsReceived',
  'updatesSeen',
  'probesSeen',
] as const

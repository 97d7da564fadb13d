/** All sources in their thread: their sessions, and one transfer at a time. */

import { setTimeout as sleep } from 'node:timers/promises'
import { KEEPALIVE } from '../../bgp/message.ts'
import type { NotificationBody } from '../../bgp/session/types.ts'
import { BackendError } from '../../lib/errors.ts'
import { monotonicMs } from '../../speaker/clock.ts'
import type { Opened, SourceJob, SourceReport, SourcesOpening } from '../jobs.ts'
import { openEnd } from '../open-end.ts'
import type { Shared } from '../shared.ts'
import { courseOf } from '../synthetic/numbering.ts'
import type { FloodPeer } from '../types.ts'
import { createSupply } from './create-supply.ts'
import { type Lane, lostOf, Sending } from './sending.ts'
import { skipUpdates } from './skip-updates.ts'
import { Source } from './source.ts'

/** Hundreds of connections at one instant overrun the backlog of some listeners. */
const STAGGER_MS = 1

/** The values, or one error for all that were rejected. */
const fulfilled =
  (all: readonly PromiseSettledResult<Opened>[]) =>
  (one: PromiseSettledResult<Opened>): Opened => {
    if (one.status === 'fulfilled') return one.value
    const failed = all.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
    if (failed.length === 1) throw failed[0]
    throw new BackendError(`${failed.length} of ${all.length} sources have no session`, {
      output: failed.map((error) => (error as Error).message),
      hint: (failed[0] as BackendError).hint,
    })
  }

export class Sources {
  readonly #shared: Shared
  #sources: Source[] = []
  #peers: readonly FloodPeer[] = []
  #prepared: { readonly job: SourceJob; readonly lanes: readonly Lane[] } | undefined
  #sending: Sending | undefined
  #lanes: readonly Lane[] = []

  constructor(shared: Shared) {
    this.#shared = shared
  }

  /** All at the same time; resolves when the last one is Established. */
  async open(opening: SourcesOpening, signal: AbortSignal): Promise<readonly Opened[]> {
    this.#peers = opening.peers
    const settled = await Promise.allSettled(
      opening.peers.map((peer, index) => this.#open(peer, index, opening, signal)),
    )
    this.#sources.sort((a, b) => a.index - b.index)
    return settled.map(fulfilled(settled))
  }

  /** Makes ready what is to be made ready before the clock starts. */
  prepare(job: SourceJob): void {
    const lanes = job.sources.map((index, place): Lane => {
      const source = this.#sources[index]
      if (!source) throw new BackendError(`source ${index + 1} has no session`)
      const { stream } = job
      const { tableSize, wholeTable } = stream?.type === 'synthetic' ? stream : { tableSize: 1 }
      const { length } = job.sources
      const course = courseOf(tableSize, length, place, job.firstNumber, wholeTable)
      const peer = this.#peers[index] as FloodPeer
      const sender = {
        nextHop: peer.local,
        index: index + 1,
        asn: peer.asn,
        internal: source.session.negotiated.internal,
      }
      source.begin(createSupply(job, source, place, course, sender))
      return { source, sender, course }
    })
    for (const slot of ['updatesSent', 'prefixesSent', 'octetsSent', 'lastSentAtMs'] as const)
      this.#shared.set(slot, 0)
    this.#prepared = { job, lanes }
  }

  /** Sends what was prepared. `inThread`: the sink is in the same thread. */
  async start(inThread: boolean): Promise<SourceReport> {
    const prepared = this.#prepared
    if (!prepared) throw new BackendError('nothing is prepared to be sent')
    this.#prepared = undefined
    this.#lanes = prepared.lanes
    this.#sending = new Sending(prepared.job, prepared.lanes, this.#shared, inThread)
    try {
      return await this.#sending.over
    } finally {
      this.#sending = undefined
    }
  }

  /** The sink, in the same thread, has seen something. */
  progressed(): void {
    this.#sending?.pump()
  }

  stop(): void {
    this.#sending?.stop()
  }

  /** Those of the last transfer whose sessions are gone, also since it was sent. */
  lost(): SourceReport['lost'] {
    return lostOf(this.#lanes)
  }

  keepalive(): void {
    for (const { session } of this.#sources) if (session.isOpen) session.write(KEEPALIVE)
  }

  close(notification?: NotificationBody): void {
    const sources = this.#sources
    this.#sources = []
    for (const { session } of sources) session.close(notification)
  }

  async #open(
    peer: FloodPeer,
    index: number,
    opening: SourcesOpening,
    signal: AbortSignal,
  ): Promise<Opened> {
    await sleep(index * STAGGER_MS)
    const session = await openEnd(
      peer,
      opening,
      (established) => established.takeOver(skipUpdates(established)),
      signal,
    )
    const source = new Source(index, session)
    this.#sources.push(source)
    void session.ended.then(({ ending }) => {
      source.lost = ending.text
      this.#sending?.lose()
    })
    const { negotiated } = session
    return { peerAsn: negotiated.remote.asn, internal: negotiated.internal, atMs: monotonicMs() }
  }
}

/**
 * One transfer as its sources send it. `#pump` does what can be done now and returns; it is called
 * again by the kernel (a write was taken), by time, or by what was seen at the sink.
 */
import { monotonicMs } from '../../speaker/clock.ts'
import { canaryMessage } from '../canary.ts'
import type { SourceJob, SourceReport } from '../jobs.ts'
import type { Shared } from '../shared.ts'
import type { Course } from '../synthetic/numbering.ts'
import { endOfRib, type Sender } from '../synthetic/template.ts'
import { createPacer, type Pacer } from './pacer.ts'
import type { Source } from './source.ts'
import { blockOctets } from './supply.ts'
import { createWaiter, type Waiter } from './waiter.ts'
import { WindowProbes } from './window-probes.ts'

/** What one turn may write before the rest of the thread has its own: timers, keepalives. */
const TURN_OCTETS = 2 ** 21

/** UPDATEs that are not worth being shared among sources. */
const FEW = 32

/** A source, and what it needs for this transfer. */
export interface Lane {
  readonly source: Source
  readonly sender: Sender
  readonly course: Course
}

/** The sources whose sessions are gone. */
export const lostOf = (lanes: readonly Lane[]): SourceReport['lost'] =>
  lanes.flatMap(({ source }) =>
    source.lost === undefined ? [] : [{ source: source.index, reason: source.lost }],
  )

export class Sending {
  readonly over: Promise<SourceReport>
  readonly #job: SourceJob
  readonly #lanes: readonly Lane[]
  readonly #shared: Shared
  readonly #pacer: Pacer
  readonly #probes: WindowProbes | undefined
  readonly #waiter: Waiter | undefined
  readonly #blockOctets: number
  readonly #canariesSentAtMs: (number | undefined)[]
  readonly #startedAtMs = monotonicMs()
  readonly #limit: NodeJS.Timeout | undefined
  #resolve: (report: SourceReport) => void = () => {}
  #ended: SourceReport['ended'] = 'all-sent'
  /** UPDATEs taken from the supplies: sent, or ready to be. */
  #taken = 0
  #prefixes = 0
  /** Which source is the first in the next turn. */
  #turn = 0
  #timer: NodeJS.Timeout | undefined
  #isScheduled = false
  #isOver = false

  /** The supplies are there: sending begins at once. `inThread`: the sink tells of progress itself. */
  constructor(job: SourceJob, lanes: readonly Lane[], shared: Shared, inThread: boolean) {
    this.#job = job
    this.#lanes = lanes
    this.#shared = shared
    this.#pacer = createPacer(job.pace, shared)
    this.#probes = job.probes && new WindowProbes(shared, job.probes)
    const opens = this.#pacer.opens === 'with-progress'
    this.#waiter = opens ? createWaiter(shared, inThread, this.pump) : undefined
    this.#blockOctets = blockOctets(lanes.length)
    this.#canariesSentAtMs = job.canaries.map(() => undefined)
    this.over = new Promise((resolve) => {
      this.#resolve = resolve
    })
    if (job.timeLimitMs !== undefined)
      this.#limit = setTimeout(() => this.#endWith('time-limit'), job.timeLimitMs)
    for (const lane of lanes) this.#sendCanaries(lane, 'head')
    this.pump()
  }

  /** Interrupts: what is not with the kernel yet is not sent. */
  stop(): void {
    this.#ended = 'stopped'
    this.#finish()
  }

  /** A session is gone: the others go on. */
  lose(): void {
    this.pump()
  }

  readonly pump = (): void => {
    this.#isScheduled = false
    if (this.#isOver) return
    if (this.#pacer.isOver()) this.#endWith('all-sent')
    let octets = 0
    let sent = 1
    while (sent > 0 && octets < TURN_OCTETS) {
      sent = this.#round()
      octets += sent
    }
    if (this.#lanes.every(({ source }) => source.lost !== undefined || this.#isIdle(source)))
      this.#finish()
    else if (sent > 0) this.#soon()
    else this.#wait()
  }

  /** Lets every source write once, if it can; returns the octets. */
  #round(): number {
    const lanes = this.#lanes
    let octets = 0
    for (let i = 0; i < lanes.length; i++) {
      const lane = lanes[(this.#turn + i) % lanes.length] as Lane
      octets += this.#serve(lane)
    }
    this.#turn++
    return octets
  }

  #serve(lane: Lane): number {
    const { source } = lane
    if (source.lost !== undefined || source.isDone) return 0
    if (!source.isReady) this.#prepare(source)
    if (source.isBusy) return 0
    const piece = source.send(this.#kernelTook)
    if (piece) {
      this.#sent(piece.octets.length, piece.updates, piece.prefixes)
      // While the kernel works on this one.
      if (source.isBusy) this.#prepare(source)
      return piece.octets.length
    }
    if (!source.hasMore) this.#close(lane)
    return 0
  }

  #prepare(source: Source): void {
    if (!source.hasMore) return
    const { largest } = this.#pacer
    const allowed = this.#pacer.allowed(this.#taken - (this.#probes?.lost ?? 0))
    // One write of a few is better than a few writes of one: the next turn is another source's.
    const share = Math.max(Math.ceil(allowed / this.#lanes.length), Math.min(allowed, FEW))
    this.#taken += source.prepare(Math.min(share, largest), this.#blockOctets)
  }

  #close(lane: Lane): void {
    const { source } = lane
    const { stream } = this.#job
    source.isDone = true
    source.release(this.#kernelTook)
    if (this.#job.endOfRib) {
      const family = stream?.type === 'synthetic' ? stream.family : this.#job.range.family
      source.write(endOfRib(family), this.#kernelTook)
    }
    this.#sendCanaries(lane, 'tail')
  }

  #sendCanaries({ source, sender }: Lane, end: 'head' | 'tail'): void {
    this.#job.canaries.forEach((canary, index) => {
      if (canary.source !== source.index || canary.end !== end || source.lost !== undefined) return
      this.#canariesSentAtMs[index] = monotonicMs()
      const message = canaryMessage(this.#job.range, canary.serial, sender)
      // Only what is flat out has something to send at once.
      if (end === 'head' && this.#job.pace.type === 'flat-out') source.hold(message)
      else source.write(message, this.#kernelTook)
      this.#sent(message.length, 1, 0)
    })
  }

  #sent(octets: number, updates: number, prefixes: number): void {
    const shared = this.#shared
    this.#prefixes += prefixes
    shared.add('updatesSent', updates)
    shared.add('prefixesSent', prefixes)
    shared.add('octetsSent', octets)
    // With a window, what is seen says as much, and to look at a clock can take a microsecond.
    if (!this.#waiter) shared.set('lastSentAtMs', monotonicMs())
  }

  readonly #kernelTook = (): void => {
    this.#shared.set('lastSentAtMs', monotonicMs())
    this.pump()
  }

  #isIdle(source: Source): boolean {
    return source.isDone && !source.isBusy
  }

  #soon(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(this.pump)
  }

  /** Nothing can be done now. */
  #wait(): void {
    const waits = this.#lanes.some(
      ({ source }) => source.lost === undefined && !source.isBusy && source.hasMore,
    )
    if (!waits || this.#isScheduled) return
    if (this.#waiter) {
      const nowMs = monotonicMs()
      this.#probe(nowMs)
      this.#waiter.wait(nowMs)
      return
    }
    clearTimeout(this.#timer)
    // Nothing is due: that is no silence.
    this.#shared.set('lastSentAtMs', monotonicMs())
    // A timer cannot wait for less; what is due meanwhile goes out together.
    this.#timer = setTimeout(this.pump, 1)
  }

  #probe(nowMs: number): void {
    if (!this.#probes?.isDue(nowMs)) return
    const alive = this.#lanes.filter(({ source }) => source.lost === undefined)
    const serials = this.#probes.ask(this.#taken, alive.length)
    serials.forEach((serial, i) => {
      const { source, sender } = alive[i] as Lane
      source.write(canaryMessage(this.#job.range, serial, sender), this.#kernelTook)
    })
  }

  /** No more updates; what belongs behind them is still sent. */
  #endWith(ended: 'time-limit' | 'all-sent'): void {
    if (this.#isOver || !this.#lanes.some(({ source }) => source.hasMore)) return
    this.#ended = ended
    for (const { source } of this.#lanes) source.endSupply()
    if (ended === 'time-limit') this.pump()
  }

  #finish(): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#limit)
    clearTimeout(this.#timer)
    this.#waiter?.end()
    const { stream } = this.#job
    const lanes = this.#lanes
    this.#resolve({
      startedAtMs: this.#startedAtMs,
      sentAtMs: monotonicMs(),
      blockedMs: lanes.reduce((sum, { source }) => sum + source.blockedMs, 0),
      ended: this.#ended,
      shares: lanes.map(({ source, course }) => ({
        source: source.index,
        course,
        updates: source.updatesSent,
      })),
      prefixes:
        stream?.type === 'encoded'
          ? (stream.announced + stream.withdrawn) * lanes.length
          : this.#prefixes,
      lost: lostOf(lanes),
      canariesSentAtMs: this.#canariesSentAtMs,
    })
  }
}

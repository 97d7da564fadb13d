/**
 * The event simulation: routers, sessions that are up unless an event takes them down, and messages
 * for one prefix with their delays. It knows of routing only what Speakers says, so the exact and the
 * compact logic run under the same events, and the same seed gives both the same times.
 *
 * A message takes its link's delay and never overtakes another one of its session; then it waits until the
 * router has done with those before it. A session that goes down takes along what is under way on it.
 */
import { EventHeap } from '../lib/event-heap.ts'
import { createRandom } from '../lib/random.ts'
import { Forwarding } from './forwarding.ts'
import { type EventGraph, edgeBetween } from './graph.ts'
import { Recurrence } from './recurrence.ts'
import { type EventResult, Tally } from './result.ts'
import { LOCAL, type Outlet, type Speakers, WITHDRAWAL } from './speakers.ts'
import { type Draws, drawsOf, type Timing } from './timing.ts'

const NEVER = Number.POSITIVE_INFINITY

/** Kinds of events, in the two lowest bits of the first number; the edge or node is above them. */
const ARRIVES = 0
const IS_HEARD = 1
const TICK = 2

/** What happens to the network from outside. */
export type Change = PrefixChange | LinkChange

interface PrefixChange {
  readonly type: 'announce' | 'withdraw'
  readonly node: number
}

interface LinkChange {
  readonly type: 'link-down' | 'link-up'
  readonly ends: readonly [number, number]
}

export interface Limits {
  /** Messages that may be heard. Default 10 million. */
  readonly messages?: number
  /** Simulated time. */
  readonly ms?: number
}

/** One message as it was sent, for whoever wants to follow. */
export interface Sent {
  readonly atMs: number
  readonly edge: number
  readonly message: number
}

export interface SimulationParts {
  readonly graph: EventGraph
  readonly timing: Timing
  readonly seed: number
  /** Makes the routing logic; `mraiFactor` is to be asked for each MRAI interval. */
  speakers(outlet: Outlet, mraiFactor: () => number): Speakers
  /** Looks for states that come again. It costs about a third of the speed; needed where policy may oscillate. */
  readonly watch?: boolean
  onSent?(sent: Sent): void
}

export class Simulation implements Outlet {
  readonly graph: EventGraph
  readonly speakers: Speakers
  readonly forwarding: Forwarding
  readonly #heap = new EventHeap()
  readonly #tally: Tally
  readonly #draws: Draws
  readonly #recurrence: Recurrence | undefined
  readonly #onSent: ((sent: Sent) => void) | undefined
  readonly #delayMs: Float64Array
  /** When the last message of each edge arrives. */
  readonly #lastMs: Float64Array
  /** Messages that were sent before this are lost with the session. */
  readonly #lostBefore: Float64Array
  readonly #isUp: Uint8Array
  /** When each router has done with what it has heard so far. */
  readonly #busyMs: Float64Array
  /** When each router's next tick comes. */
  readonly #tickMs: Float64Array
  nowMs = 0

  constructor({ graph, timing, seed, speakers, watch = false, onSent }: SimulationParts) {
    const edges = graph.target.length
    this.graph = graph
    this.#draws = drawsOf(timing, createRandom(seed))
    this.#delayMs = Float64Array.from({ length: edges }, () => this.#draws.delayMs())
    this.#lastMs = new Float64Array(edges)
    this.#lostBefore = new Float64Array(edges)
    this.#isUp = new Uint8Array(edges).fill(1)
    this.#busyMs = new Float64Array(graph.nodes)
    this.#tickMs = new Float64Array(graph.nodes).fill(NEVER)
    this.#tally = new Tally(graph.nodes)
    this.forwarding = new Forwarding(graph)
    this.#onSent = onSent
    this.speakers = speakers(this, () => this.#draws.mraiFactor())
    this.#recurrence = watch ? new Recurrence(graph, this.speakers, this.#draws.isFixed) : undefined
  }

  /** Makes the changes at this moment and follows what comes of them. */
  perform(changes: readonly Change[], limits: Limits = {}): EventResult {
    const { nowMs } = this
    this.#tally.reset(nowMs, (node) => this.speakers.best(node))
    this.forwarding.reset(nowMs)
    for (const change of changes) this.#change(change)
    this.#recurrence?.begin()
    const messages = limits.messages ?? 10_000_000
    const untilMs = nowMs + (limits.ms ?? NEVER)
    while (this.#heap.size > 0 && this.#heap.nextTime <= untilMs && this.#tally.heard < messages) {
      this.#step()
      if (this.#recurrence?.isCertain) break
    }
    if (this.#heap.nextTime > untilMs && untilMs < NEVER && this.#heap.size > 0)
      this.nowMs = untilMs
    this.forwarding.settle(this.nowMs)
    const { blackholeMs, loopMs } = this.forwarding
    return {
      startMs: nowMs,
      ...this.#verdict(),
      ...this.#tally.counts(),
      blackholeMs: blackholeMs.slice(),
      loopMs: loopMs.slice(),
    }
  }

  /** Lets time pass, so that timers of what is over end. */
  wait(ms: number): EventResult {
    const result = this.perform([], { ms })
    this.nowMs = Math.max(this.nowMs, result.startMs + ms)
    return result
  }

  /** Of the speakers: a message goes out. */
  send(edge: number, message: number): void {
    const { jitterMs } = this.#draws
    this.#tally.messages++
    if (message === WITHDRAWAL) this.#tally.withdrawals++
    const due = this.nowMs + (this.#delayMs[edge] as number) + (jitterMs ? jitterMs() : 0)
    const arrival = Math.max(due, this.#lastMs[edge] as number)
    this.#lastMs[edge] = arrival
    this.#heap.push(arrival, (edge << 2) | ARRIVES, message)
    this.#recurrence?.sent(edge, message)
    this.#onSent?.({ atMs: this.nowMs, edge, message })
  }

  /** Of the speakers: a node has another best path. */
  changed(node: number): void {
    const best = this.speakers.best(node)
    this.#tally.changed(node, best, this.nowMs)
    this.forwarding.set(node, this.speakers.via(node), this.nowMs)
    this.#recurrence?.changed(node, best)
  }

  #step(): void {
    const heap = this.#heap
    heap.pop()
    this.nowMs = heap.time
    const kind = heap.a & 3
    const subject = heap.a >>> 2
    if (kind === TICK) this.#tick(subject)
    // The sequence number of an event tells whether it is older than the end of its session.
    else if (heap.order >= (this.#lostBefore[subject] as number)) {
      if (kind === ARRIVES && this.#draws.processingMs) this.#queue(subject, heap.b)
      else this.#hear(subject, heap.b)
    }
  }

  #queue(edge: number, message: number): void {
    const node = this.graph.target[edge] as number
    const from = Math.max(this.nowMs, this.#busyMs[node] as number)
    const done = from + (this.#draws.processingMs?.() ?? 0)
    this.#busyMs[node] = done
    this.#heap.push(done, (edge << 2) | IS_HEARD, message)
  }

  #hear(edge: number, message: number): void {
    this.#tally.hears(this.nowMs)
    this.#recurrence?.heard(edge, message)
    this.speakers.hear(this.graph.back[edge] as number, message, this.nowMs)
    this.#arm(this.graph.target[edge] as number)
    this.#look()
  }

  #tick(node: number): void {
    // An earlier one has been asked for since.
    if (this.#tickMs[node] !== this.nowMs) return
    this.#tickMs[node] = NEVER
    if (this.speakers.dueAt(node) <= this.nowMs) this.speakers.tick(node, this.nowMs)
    this.#arm(node)
    this.#look()
  }

  #arm(node: number): void {
    const due = this.speakers.dueAt(node)
    if (due >= (this.#tickMs[node] as number)) return
    this.#tickMs[node] = due
    this.#heap.push(due, (node << 2) | TICK, 0)
  }

  #change(change: Change): void {
    if ('ends' in change) {
      this.#session(change)
      return
    }
    const { type, node } = change
    // An own network always wins, so it is there when it is best.
    if ((this.speakers.via(node) === LOCAL) === (type === 'announce')) return
    if (type === 'announce') this.speakers.originate(node, this.nowMs)
    else this.speakers.retract(node, this.nowMs)
    this.#arm(node)
  }

  #session({ type, ends: [a, b] }: LinkChange): void {
    const edge = edgeBetween(this.graph, a, b)
    const isUp = Number(type === 'link-up')
    if (this.#isUp[edge] === isUp) return
    const both = [edge, this.graph.back[edge] as number]
    for (const end of both) {
      this.#isUp[end] = isUp
      this.#lostBefore[end] = this.#heap.nextOrder
      this.#lastMs[end] = 0
      this.#recurrence?.lost(end)
    }
    for (const end of both) {
      if (isUp) this.speakers.up(end, this.nowMs)
      else this.speakers.down(end, this.nowMs)
      this.#arm(this.graph.source[end] as number)
    }
  }

  #look(): void {
    this.#recurrence?.look(this.nowMs, this.#heap, this.#busyMs)
  }

  #verdict(): Pick<EventResult, 'outcome' | 'periodMs' | 'certain'> {
    if (this.#heap.size === 0) return { outcome: 'converged', periodMs: undefined, certain: true }
    const periodMs = this.#recurrence?.periodMs
    const outcome = periodMs === undefined ? 'limit' : 'oscillating'
    return { outcome, periodMs, certain: this.#recurrence?.isCertain ?? false }
  }
}

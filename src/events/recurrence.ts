/**
 * Finds out that the network comes back to a state that it was in before. The state is hashed step by
 * step: best paths, what each session heard last, what is under way. One state is remembered, and after
 * twice as many steps the next one (Brent's search for cycles), so memory and time do not grow. Only
 * where the hashes agree the states are written out in full, with all timers, and compared.
 */
import type { EventHeap } from '../lib/event-heap.ts'
import type { EventGraph } from './graph.ts'
import type { Speakers } from './speakers.ts'

export class Recurrence {
  readonly #speakers: Speakers
  readonly #isFixed: boolean
  readonly #best: Float64Array
  readonly #heard: Int32Array
  readonly #underWay: Map<number, number>[]
  #hash = 0
  #steps = 0
  #nextMark = 1
  #markHash = 0
  #markMs = 0
  /** Of the remembered state: all but the times, and with them. */
  #markRoutes = ''
  #markState = ''
  /** Of the last return to the remembered state. */
  periodMs: number | undefined
  /** The full states were equal, and nothing is drawn: this goes on for ever. */
  isCertain = false

  /** `isFixed`: the timing draws nothing. */
  constructor(graph: EventGraph, speakers: Speakers, isFixed: boolean) {
    const edges = graph.target.length
    this.#speakers = speakers
    this.#isFixed = isFixed
    this.#best = new Float64Array(graph.nodes)
    this.#heard = new Int32Array(edges)
    this.#underWay = Array.from({ length: edges }, () => new Map())
  }

  begin(): void {
    this.#steps = 0
    this.#nextMark = 1
    this.periodMs = undefined
    this.isCertain = false
  }

  changed(node: number, best: number): void {
    this.#hash ^= mix(node, this.#best[node] as number, 1) ^ mix(node, best, 1)
    this.#best[node] = best
  }

  sent(edge: number, message: number): void {
    const way = this.#underWay[edge] as Map<number, number>
    const count = (way.get(message) ?? 0) + 1
    way.set(message, count)
    this.#hash ^= mix(edge, message, 2 + count)
  }

  heard(edge: number, message: number): void {
    const way = this.#underWay[edge] as Map<number, number>
    const count = way.get(message) ?? 0
    this.#hash ^= mix(edge, message, 2 + count)
    if (count > 1) way.set(message, count - 1)
    else way.delete(message)
    this.#hash ^= mix(edge, this.#heard[edge] as number, 0) ^ mix(edge, message, 0)
    this.#heard[edge] = message
  }

  /** The session ended or began: nothing is under way, nothing was heard. */
  lost(edge: number): void {
    for (const [message, count] of this.#underWay[edge] as Map<number, number>)
      for (let n = 1; n <= count; n++) this.#hash ^= mix(edge, message, 2 + n)
    this.#underWay[edge]?.clear()
    this.#hash ^= mix(edge, this.#heard[edge] as number, 0) ^ mix(edge, 0, 0)
    this.#heard[edge] = 0
  }

  /** After each event. */
  look(nowMs: number, heap: EventHeap, busyMs: Float64Array): void {
    if (++this.#steps === this.#nextMark) {
      this.#nextMark *= 2
      this.#markHash = this.#hash
      this.#markMs = nowMs
      this.#markRoutes = this.#routes(heap)
      this.#markState = this.#isFixed ? this.#times(nowMs, heap, busyMs) : ''
    } else if (this.#hash === this.#markHash && nowMs > this.#markMs) {
      if (this.#routes(heap) !== this.#markRoutes) return
      this.periodMs = nowMs - this.#markMs
      this.isCertain = this.#isFixed && this.#times(nowMs, heap, busyMs) === this.#markState
    }
  }

  /** Best paths, what was heard, what is under way and waits. */
  #routes(heap: EventHeap): string {
    const events = [...heap.entries()].map(([, , a, b]) => `${a} ${b}`)
    return [this.#best.join(), this.#heard.join(), events.sort().join()].join('|')
  }

  /** The same events in their order, and every timer, as the time that is left. */
  #times(nowMs: number, heap: EventHeap, busyMs: Float64Array): string {
    // Sums of delays differ in their last digits.
    const left = (atMs: number) => Math.round(1e6 * Math.max(0, atMs - nowMs))
    const events = [...heap.entries()].sort((x, y) => x[0] - y[0] || x[1] - y[1])
    const waits = events.map(([atMs, , a, b]) => `${left(atMs)} ${a} ${b}`)
    const mrai = Array.from(this.#heard, (_, edge) => left(this.#speakers.mayTellAt(edge)))
    const due = Array.from(this.#best, (_, node) => left(this.#speakers.dueAt(node)))
    return [waits.join(), mrai.join(), due.join(), Array.from(busyMs, left).join()].join('|')
  }
}

/** A number of 32 bits that looks like chance. */
const mix = (subject: number, value: number, salt: number): number => {
  let h = Math.imul(subject + 1, 0x9e3779b1) ^ Math.imul((value | 0) + 7, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15) ^ Math.imul(salt + 3, 0xc2b2ae35), 0x27d4eb2f)
  h = Math.imul(h ^ (h >>> 13), 0x165667b1)
  return h ^ (h >>> 16)
}

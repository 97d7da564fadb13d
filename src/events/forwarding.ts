/**
 * What becomes of a packet of each router: delivered, lost, or in a loop. Exact at every change: when
 * a router chooses another next hop, its own fate is found by walking on from it, and all whose
 * packets pass it share that fate.
 */
import type { EventGraph } from './graph.ts'
import { LOCAL, NO_ROUTE } from './speakers.ts'

export const DELIVERED = 0
export const BLACKHOLE = 1
export const LOOP = 2

export class Forwarding {
  readonly #graph: EventGraph
  /** Edge over which each router sends packets. */
  readonly #via: Int32Array
  readonly #fate: Uint8Array
  readonly #sinceMs: Float64Array
  readonly #seen: Int32Array
  readonly #stack: number[] = []
  #walk = 0
  /** Since the last `reset`, for each router. */
  readonly blackholeMs: Float64Array
  readonly loopMs: Float64Array

  /** At first nobody has a way. */
  constructor(graph: EventGraph) {
    const { nodes } = graph
    this.#graph = graph
    this.#via = new Int32Array(nodes).fill(NO_ROUTE)
    this.#fate = new Uint8Array(nodes).fill(BLACKHOLE)
    this.#sinceMs = new Float64Array(nodes)
    this.#seen = new Int32Array(nodes)
    this.blackholeMs = new Float64Array(nodes)
    this.loopMs = new Float64Array(nodes)
  }

  fate(node: number): number {
    return this.#fate[node] as number
  }

  /** The router sends packets this way now. */
  set(node: number, via: number, nowMs: number): void {
    if (this.#via[node] === via) return
    this.#via[node] = via
    const fate = this.#fateOf(node)
    if (this.#fate[node] !== fate) this.#spread(node, fate, nowMs)
  }

  /** Begins to count anew. */
  reset(nowMs: number): void {
    this.blackholeMs.fill(0)
    this.loopMs.fill(0)
    this.#sinceMs.fill(nowMs)
  }

  /** Brings the counts up to this time. */
  settle(nowMs: number): void {
    for (let node = 0; node < this.#graph.nodes; node++) this.#count(node, nowMs)
  }

  #fateOf(start: number): number {
    const walk = ++this.#walk
    for (let node = start; ; ) {
      const via = this.#via[node] as number
      if (via === LOCAL) return DELIVERED
      if (via === NO_ROUTE) return BLACKHOLE
      if (this.#seen[node] === walk) return LOOP
      this.#seen[node] = walk
      node = this.#graph.target[via] as number
    }
  }

  /** All whose packets come to `start` have its fate. Who has it already has told those before him. */
  #spread(start: number, fate: number, nowMs: number): void {
    const { first, back, target } = this.#graph
    const stack = this.#stack
    this.#give(start, fate, nowMs)
    stack.push(start)
    while (stack.length > 0) {
      const node = stack.pop() as number
      for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
        const before = target[edge] as number
        if (this.#via[before] !== back[edge] || this.#fate[before] === fate) continue
        this.#give(before, fate, nowMs)
        stack.push(before)
      }
    }
  }

  #give(node: number, fate: number, nowMs: number): void {
    this.#count(node, nowMs)
    this.#fate[node] = fate
  }

  #count(node: number, nowMs: number): void {
    const gone = nowMs - (this.#sinceMs[node] as number)
    this.#sinceMs[node] = nowMs
    const fate = this.#fate[node]
    if (fate === DELIVERED || gone === 0) return
    const sums = fate === LOOP ? this.loopMs : this.blackholeMs
    sums[node] = (sums[node] as number) + gone
  }
}

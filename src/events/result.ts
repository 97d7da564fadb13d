import { PairSet } from './pair-set.ts'

export type Outcome = 'converged' | 'oscillating' | 'limit'

/** What one event did to the network. Times are milliseconds of the simulation, counted from the event. */
export interface EventResult {
  /** The event, on the clock of the simulation. */
  readonly startMs: number
  /** `limit`: the messages or the time that were allowed are used up, and no state was met again. */
  readonly outcome: Outcome
  /** Of an oscillation: from one state to the next that equals it. */
  readonly periodMs: number | undefined
  /**
   * Of an oscillation: the same state with the same timers has only one future, so it goes on for
   * ever. False where times are drawn: then routes and messages under way were the same as before.
   */
  readonly certain: boolean
  /** To the last change of a best path; 0 without one. */
  readonly convergenceMs: number
  /** To the last message that was heard. */
  readonly quietMs: number
  /** Messages sent, withdrawals among them. */
  readonly messages: number
  readonly withdrawals: number
  /** Changes of the best path, of all nodes. */
  readonly changes: number
  /** Distinct paths that were best for a while, neither first nor last: of each node. */
  readonly explored: Int32Array
  /** Without a way to the prefix, and in a forwarding loop: of each node. */
  readonly blackholeMs: Float64Array
  readonly loopMs: Float64Array
}

/** Counts what happens from one event on. */
export class Tally {
  #fromMs = 0
  #changedMs = 0
  #heardMs = 0
  #changes = 0
  readonly #paths = new PairSet()
  readonly #first: Float64Array
  readonly #last: Float64Array
  readonly #explored: Int32Array
  messages = 0
  withdrawals = 0
  heard = 0

  constructor(nodes: number) {
    this.#first = new Float64Array(nodes)
    this.#last = new Float64Array(nodes)
    this.#explored = new Int32Array(nodes)
  }

  /** `bestOf`: the number of each node's best path. */
  reset(nowMs: number, bestOf: (node: number) => number): void {
    this.#fromMs = nowMs
    this.#changedMs = nowMs
    this.#heardMs = nowMs
    this.#changes = 0
    this.messages = 0
    this.withdrawals = 0
    this.heard = 0
    this.#paths.clear()
    this.#explored.fill(0)
    for (let node = 0; node < this.#first.length; node++) {
      const best = bestOf(node)
      this.#first[node] = best
      this.#last[node] = best
    }
  }

  changed(node: number, best: number, nowMs: number): void {
    this.#changes++
    this.#changedMs = nowMs
    this.#last[node] = best
    if (best === 0 || best === this.#first[node]) return
    if (this.#paths.add(node, best)) this.#explored[node] = (this.#explored[node] as number) + 1
  }

  hears(nowMs: number): void {
    this.heard++
    this.#heardMs = nowMs
  }

  /** What is counted now. The last path of a node is not one that it only explored. */
  counts(): Pick<
    EventResult,
    'convergenceMs' | 'quietMs' | 'messages' | 'withdrawals' | 'changes' | 'explored'
  > {
    return {
      convergenceMs: this.#changedMs - this.#fromMs,
      quietMs: this.#heardMs - this.#fromMs,
      messages: this.messages,
      withdrawals: this.withdrawals,
      changes: this.#changes,
      explored: this.#explored.map((count, node) => {
        const last = this.#last[node] as number
        const isCounted = last !== 0 && last !== this.#first[node]
        return isCounted ? count - 1 : count
      }),
    }
  }
}

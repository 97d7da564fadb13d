/** The parts of a simulated network that clock and probes need, for unit tests of these only: forwarding is by hand. */
import type { Forwarding } from '../../../src/forwarding/types.ts'

interface Due {
  readonly atMs: number
  readonly order: number
  perform(): void
}

export class ScriptedNetwork {
  nowMs = 0
  order = 0
  #queue: Due[] = []
  /** `node address` to what the node does with packets to it. */
  readonly routes = new Map<string, Forwarding>()
  readonly down = new Set<string>()
  /** `link from` that carry nothing. */
  readonly silent = new Set<string>()

  schedule(atMs: number, perform: () => void): { cancel(): void } {
    const due = { atMs, order: this.order++, perform }
    this.#queue.push(due)
    this.#queue.sort((a, b) => a.atMs - b.atMs || a.order - b.order)
    return {
      cancel: () => {
        this.#queue = this.#queue.filter((other) => other !== due)
      },
    }
  }

  get waiting(): number {
    return this.#queue.length
  }

  step(): void {
    const next = this.#queue.shift()
    if (!next) throw new Error('nothing waits')
    this.nowMs = next.atMs
    next.perform()
  }

  fib(node: string) {
    return {
      lookup: (target: string): Forwarding | undefined => this.routes.get(`${node} ${target}`),
      entries: () => [],
    }
  }

  isUp(node: string): boolean {
    return !this.down.has(node)
  }

  carries(link: string, from: string): boolean {
    return !this.silent.has(`${link} ${from}`)
  }
}

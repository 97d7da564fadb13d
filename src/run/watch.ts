/** What the observations tell the runner: when the network was last busy, and which sessions are up. */
import type { Observation } from '../model/observation.ts'
import type { SessionSide } from './session-side.ts'

const ACTIVITIES: ReadonlySet<string> = new Set<Observation['type']>([
  'update-received',
  'fib-changed',
  'session-changed',
])

export class Watch {
  /**
   * The last UPDATE, change of a kernel's table, or session that went or came: a router that has just
   * noticed has not told anybody yet. Before the first, the start of observation.
   */
  lastActivityAt: number
  /** How many of these were seen. */
  activity = 0
  readonly #sides = new Map<string, { readonly up: boolean; readonly downAt?: number }>()

  constructor(startedAt: number) {
    this.lastActivityAt = startedAt
  }

  seen(observation: Observation): void {
    if (ACTIVITIES.has(observation.type)) {
      this.activity++
      this.lastActivityAt = Math.max(this.lastActivityAt, observation.at)
    }
    if (observation.type === 'session-changed') this.#sessionChanged(observation)
  }

  /** False only when the node itself said that it lost the session. */
  isUp(side: SessionSide): boolean {
    return this.#find(side)?.up ?? true
  }

  /** When the node last said that it lost the session; undefined when it never did. */
  downAt(side: SessionSide): number | undefined {
    return this.#find(side)?.downAt
  }

  wentDownSince(side: SessionSide, at: number): boolean {
    return (this.downAt(side) ?? Number.NEGATIVE_INFINITY) >= at
  }

  #sessionChanged({ node, peer, up, at }: Observation & { type: 'session-changed' }): void {
    const name = `${node} ${peer}`
    const before = this.#sides.get(name)
    const downAt = up ? before?.downAt : at
    this.#sides.set(name, downAt === undefined ? { up } : { up, downAt })
  }

  #find({ node, peer }: SessionSide) {
    return this.#sides.get(`${node} ${peer.address}`) ?? this.#sides.get(`${node} ${peer.node}`)
  }
}

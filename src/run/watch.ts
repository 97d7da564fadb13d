/** What the observations tell the runner: when the network was last busy, and which sessions are up. */
import type { Observation } from '../model/observation.ts'
import type { SessionSide } from './session-side.ts'

const ACTIVITIES: ReadonlySet<string> = new Set<Observation['type']>([
  'update-received',
  'fib-changed',
  'session-changed',
])

/**
 * Who has just come up and says nothing for this long has nothing to say: FRR's first UPDATE leaves 1.2 s after
 * Established. An End-of-RIB (RFC 4724 section 2) is an UPDATE too, and ends the wait of who has no routes.
 */
const FIRST_WORDS_MS = 3_000

interface Side {
  readonly up: boolean
  readonly upAt?: number
  readonly downAt?: number
  readonly heardAt?: number
}

export class Watch {
  /**
   * The last UPDATE, change of a kernel's table, or session that went or came: a router that has just
   * noticed has not told anybody yet. Before the first, the start of observation.
   */
  lastActivityAt: number
  /** How many of these were seen. */
  activity = 0
  readonly #sides = new Map<string, Side>()

  constructor(startedAt: number) {
    this.lastActivityAt = startedAt
  }

  seen(observation: Observation): void {
    if (ACTIVITIES.has(observation.type)) {
      this.activity++
      this.lastActivityAt = Math.max(this.lastActivityAt, observation.at)
    }
    if (observation.type === 'session-changed') this.#sessionChanged(observation)
    if (observation.type === 'update-received') this.#heard(observation)
  }

  /** Until when a session that has come up, and on which nothing was heard since, may begin to speak. */
  get firstWordsBy(): number {
    const silent = [...this.#sides.values()].filter(
      ({ up, downAt = Number.NEGATIVE_INFINITY, heardAt = Number.NEGATIVE_INFINITY }) =>
        // Not since it came up: a log may tell that later than the packet behind it.
        up && heardAt <= downAt,
    )
    return Math.max(...silent.map(({ upAt = Number.NEGATIVE_INFINITY }) => upAt + FIRST_WORDS_MS))
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
    const when = up ? { upAt: at } : { downAt: at }
    this.#sides.set(`${node} ${peer}`, { ...this.#sides.get(`${node} ${peer}`), up, ...when })
  }

  #heard({ node, from, at }: Observation & { type: 'update-received' }): void {
    const side = this.#sides.get(`${node} ${from}`)
    if (side) this.#sides.set(`${node} ${from}`, { ...side, heardAt: at })
  }

  #find({ node, peer }: SessionSide) {
    return this.#sides.get(`${node} ${peer.address}`) ?? this.#sides.get(`${node} ${peer.node}`)
  }
}

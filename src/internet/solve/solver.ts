/**
 * The stable state of one prefix when every AS keeps to Gao and Rexford: routes of customers before
 * those of peers before those of providers; peers and providers are told of customer routes only
 * (Gao and Rexford, "Stable Internet routing without global coordination", ToN 2001). It needs no
 * messages: a customer route travels from customer to provider only, one peer link may follow, and
 * from there on everything goes down to customers. So each AS has its best route after three passes
 * over the graph, in the order of path length (compare Gill, Schapira and Goldberg, "Modeling on
 * quicksand", CCR 2012).
 *
 * Siblings tell each other everything, and a route keeps the relation with which it came to them: they
 * are as one AS with links inside. The state is also that of src/solve with one router for each AS and
 * router ids in the order of AS numbers, where no sibling is.
 */
import { InputError } from '../../lib/errors.ts'
import type { Adjacency, AsGraph } from '../graph.ts'
import {
  CUSTOMER,
  LENGTH_SHIFT,
  LONGEST_PATH,
  NO_ROUTE,
  PEER,
  PROVIDER,
  RELATION_SHIFT,
  type Routes,
} from './routes.ts'

/** A route that an AS has whatever the others tell it. */
export interface Seed {
  readonly id: number
  /** `CUSTOMER`, `PEER` or `PROVIDER`: what the AS tells it to. */
  readonly relation: number
  readonly length: number
  readonly nextHop: number
}

export const originSeed = (id: number): Seed => {
  return { id, relation: CUSTOMER, length: 0, nextHop: id }
}

/** Memory of one solver is used again and again: a result is valid until the next `solve`. */
export class Solver {
  readonly graph: AsGraph
  readonly #keys: Int32Array
  readonly #routes: Routes
  /** To whom customer routes go, and to whom all routes go. */
  readonly #up: Adjacency
  readonly #down: Adjacency
  readonly #hasSiblings: boolean
  /** ASes with a customer route, by length; where each length begins. */
  readonly #queue: Int32Array
  readonly #levels = new Int32Array(LONGEST_PATH + 3)
  #deepest = 0
  /** ASes whose route goes on in the last pass, by length. */
  readonly #spread: Int32Array
  readonly #peered: Int32Array

  constructor(graph: AsGraph) {
    this.graph = graph
    this.#keys = new Int32Array(graph.size)
    this.#routes = { graph, keys: this.#keys }
    this.#hasSiblings = graph.siblings.ids.length > 0
    this.#up = this.#hasSiblings ? joined(graph.providers, graph.siblings) : graph.providers
    this.#down = this.#hasSiblings ? joined(graph.customers, graph.siblings) : graph.customers
    this.#queue = new Int32Array(graph.size)
    this.#spread = new Int32Array(graph.size)
    this.#peered = new Int32Array(graph.size)
  }

  /** One origin, or several that announce the same prefix. */
  origins(...ids: readonly number[]): Routes {
    return this.solve(ids.map(originSeed))
  }

  /** InputError when a path has more ASes than a key can hold. */
  solve(seeds: readonly Seed[]): Routes {
    const keys = this.#keys.fill(NO_ROUTE)
    // Below everything that can be offered, so that no pass needs to ask whether a route is given.
    for (const { id } of seeds) keys[id] = -1
    this.#customerRoutes(seeds)
    const peered = this.#peerRoutes(seeds)
    this.#providerRoutes(seeds, peered)
    for (const { id, relation, length, nextHop } of seeds)
      keys[id] = (relation << RELATION_SHIFT) | (length << LENGTH_SHIFT) | nextHop
    return this.#routes
  }

  /** Breadth first from customers to providers. */
  #customerRoutes(seeds: readonly Seed[]): void {
    const [keys, queue, levels] = [this.#keys, this.#queue, this.#levels]
    const { start, ids } = this.#up
    const waiting = seeds
      .filter(({ relation }) => relation === CUSTOMER)
      .toSorted((a, b) => a.length - b.length)
    let seed = 0
    let head = 0
    let tail = 0
    let length = 0
    for (; head < tail || seed < waiting.length; length++) {
      if (length >= LONGEST_PATH) throw tooLong()
      levels[length] = head
      for (; waiting[seed]?.length === length; seed++) queue[tail++] = (waiting[seed] as Seed).id
      const end = tail
      const rank = (length + 1) << LENGTH_SHIFT
      for (; head < end; head++) {
        const from = queue[head] as number
        const offer = rank | from
        const last = start[from + 1] as number
        for (let at = start[from] as number; at < last; at++) {
          const to = ids[at] as number
          const key = keys[to] as number
          if (offer >= key) continue
          // Only the first offer of this length puts it into the queue.
          if (key >> LENGTH_SHIFT !== length + 1) queue[tail++] = to
          keys[to] = offer
        }
      }
    }
    levels[length] = tail
    this.#deepest = length
  }

  /** One step to peers. Returns how many have such a route; they are in `#peered`, by length. */
  #peerRoutes(seeds: readonly Seed[]): number {
    const [keys, queue, levels, peered] = [this.#keys, this.#queue, this.#levels, this.#spread]
    const { start, ids } = this.graph.peers
    let count = 0
    for (let length = 0; length < this.#deepest; length++) {
      const rank = (PEER << RELATION_SHIFT) | ((length + 1) << LENGTH_SHIFT)
      for (let head = levels[length] as number; head < (levels[length + 1] as number); head++) {
        const from = queue[head] as number
        const offer = rank | from
        const last = start[from + 1] as number
        for (let at = start[from] as number; at < last; at++) {
          const to = ids[at] as number
          const key = keys[to] as number
          if (offer >= key) continue
          // Shorter ones come first, so a second offer differs in its next hop only.
          if (key === NO_ROUTE) peered[count++] = to
          keys[to] = offer
        }
      }
    }
    const given = seeds.filter(({ relation }) => relation === PEER)
    if (!this.#hasSiblings && given.length === 0) {
      this.#peered.set(peered.subarray(0, count))
      return count
    }
    return this.#amongSiblings(given, count)
  }

  /** Peer routes go on to siblings, shortest first. */
  #amongSiblings(given: readonly Seed[], count: number): number {
    const keys = this.#keys
    const { start, ids } = this.graph.siblings
    const byLength: number[][] = []
    const put = (length: number, id: number) => {
      byLength[length] ??= []
      byLength[length].push(id)
    }
    for (let i = 0; i < count; i++) {
      const id = this.#spread[i] as number
      put(((keys[id] as number) >> LENGTH_SHIFT) & LONGEST_PATH, id)
    }
    for (const { id, length } of given) put(length, id)
    let size = 0
    for (let length = 0; length < byLength.length; length++) {
      if (length >= LONGEST_PATH) throw tooLong()
      const rank = (PEER << RELATION_SHIFT) | ((length + 1) << LENGTH_SHIFT)
      for (const from of byLength[length] ?? []) {
        const own = keys[from] as number
        // It was offered a shorter way after it had been noted here.
        if (own >= 0 && ((own >> LENGTH_SHIFT) & LONGEST_PATH) !== length) continue
        this.#peered[size++] = from
        for (let at = start[from] as number; at < (start[from + 1] as number); at++) {
          const to = ids[at] as number
          const key = keys[to] as number
          if ((rank | from) >= key) continue
          if (key >> LENGTH_SHIFT !== rank >> LENGTH_SHIFT) put(length + 1, to)
          keys[to] = rank | from
        }
      }
    }
    return size
  }

  /** Down to customers from all that have a route, shortest first. */
  #providerRoutes(seeds: readonly Seed[], peered: number): void {
    const [keys, queue, levels, spread] = [this.#keys, this.#queue, this.#levels, this.#spread]
    const { start, ids } = this.#down
    const given = seeds.filter(({ relation }) => relation !== CUSTOMER)
    const provided = given
      .filter(({ relation }) => relation === PROVIDER)
      .toSorted((a, b) => a.length - b.length)
    const lengths = new Map(given.map(({ id, length }) => [id, length]))
    let [nextPeered, nextProvided, head, tail] = [0, 0, 0, 0]
    const relax = (from: number, length: number): void => {
      const rank = (PROVIDER << RELATION_SHIFT) | ((length + 1) << LENGTH_SHIFT)
      const offer = rank | from
      const last = start[from + 1] as number
      for (let at = start[from] as number; at < last; at++) {
        const to = ids[at] as number
        const key = keys[to] as number
        if (offer >= key) continue
        // A longer one cannot have been offered before.
        if (key === NO_ROUTE && start[to] !== start[to + 1]) spread[tail++] = to
        keys[to] = offer
      }
    }
    const lengthOf = (id: number): number =>
      (keys[id] as number) < 0
        ? (lengths.get(id) as number)
        : ((keys[id] as number) >> LENGTH_SHIFT) & LONGEST_PATH
    for (let length = 0; ; length++) {
      const isDone =
        length >= this.#deepest &&
        nextPeered >= peered &&
        nextProvided >= provided.length &&
        head >= tail
      if (isDone) return
      if (length >= LONGEST_PATH) throw tooLong()
      const end = tail
      if (length < this.#deepest)
        for (let i = levels[length] as number; i < (levels[length + 1] as number); i++)
          relax(queue[i] as number, length)
      for (; nextPeered < peered; nextPeered++) {
        const id = this.#peered[nextPeered] as number
        if (lengthOf(id) !== length) break
        relax(id, length)
      }
      for (; provided[nextProvided]?.length === length; nextProvided++)
        relax((provided[nextProvided] as Seed).id, length)
      for (; head < end; head++) relax(spread[head] as number, length)
    }
  }
}

const tooLong = (): InputError =>
  new InputError(`a path of more than ${LONGEST_PATH} ASes: this is no graph of the Internet`)

/** Rows of both, one behind the other. */
const joined = (a: Adjacency, b: Adjacency): Adjacency => {
  const start = new Int32Array(a.start.length)
  const ids = new Int32Array(a.ids.length + b.ids.length)
  let size = 0
  for (let id = 0; id + 1 < start.length; id++) {
    for (const { start: from, ids: all } of [a, b])
      for (let at = from[id] as number; at < (from[id + 1] as number); at++)
        ids[size++] = all[at] as number
    start[id + 1] = size
  }
  return { start, ids }
}

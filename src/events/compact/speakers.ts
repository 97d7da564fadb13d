/**
 * All routers of a network of single-router ASes under Gao-Rexford, for one prefix, in flat arrays over
 * nodes and edges. Line for line what src/bgp/router does in that case; a property test holds it to
 * the exact logic, message by message.
 */
import type { Mrai } from '../../bgp/router/config.ts'
import { type EventGraph, RELATIONS } from '../graph.ts'
import { LOCAL, NO_ROUTE, type Outlet, type Speakers, WITHDRAWAL } from '../speakers.ts'
import { EMPTY_PATH, NO_PATH, PathTable } from './path-table.ts'
import { exportTable, lengthRank, ranksOf } from './ranks.ts'

const NEVER = Number.POSITIVE_INFINITY
/** Of an own prefix: what is known of RELATIONS[0], no relation, holds for it too. */
const OWN = 0

export class CompactSpeakers implements Speakers {
  readonly #graph: EventGraph
  readonly #outlet: Outlet
  readonly #mraiMs: number
  readonly #withdrawalsWait: boolean
  readonly #turns: boolean
  readonly #mraiFactor: () => number
  readonly #paths = new PathTable()
  readonly #ranks: Float64Array
  readonly #mayExport = exportTable()
  /** Of each edge: path heard, path told, whether the session is up, MRAI. */
  readonly #heard: Int32Array
  readonly #told: Int32Array
  readonly #isUp: Uint8Array
  readonly #waits: Uint8Array
  readonly #mayAt: Float64Array
  /** Of each node: best path, its rank, what is told of it, next timer. */
  readonly #via: Int32Array
  readonly #rank: Float64Array
  readonly #best: Int32Array
  readonly #toTell: Int32Array
  readonly #dueAt: Float64Array

  constructor(graph: EventGraph, mrai: Mrai | undefined, outlet: Outlet, factor: () => number) {
    const { nodes } = graph
    const edges = graph.target.length
    this.#graph = graph
    this.#outlet = outlet
    this.#mraiMs = mrai?.ms ?? 0
    this.#withdrawalsWait = mrai?.withdrawals === true
    this.#turns = mrai?.per === 'tick'
    this.#mraiFactor = factor
    this.#ranks = ranksOf(graph)
    this.#heard = new Int32Array(edges)
    this.#told = new Int32Array(edges)
    this.#isUp = new Uint8Array(edges).fill(1)
    this.#waits = new Uint8Array(edges)
    this.#mayAt = new Float64Array(edges)
    this.#via = new Int32Array(nodes).fill(NO_ROUTE)
    this.#rank = new Float64Array(nodes).fill(NEVER)
    this.#best = new Int32Array(nodes)
    this.#toTell = new Int32Array(nodes)
    this.#dueAt = new Float64Array(nodes).fill(NEVER)
  }

  hear(edge: number, message: number, nowMs: number): void {
    if (this.#isUp[edge] === 1) this.#learn(edge, message, nowMs)
  }

  originate(node: number, nowMs: number): void {
    this.#choose(node, LOCAL, EMPTY_PATH, -NEVER, nowMs)
  }

  retract(node: number, nowMs: number): void {
    this.#decide(node, nowMs)
  }

  up(edge: number, nowMs: number): void {
    const node = this.#graph.source[edge] as number
    this.#isUp[edge] = 1
    if (this.#via[node] === NO_ROUTE) return
    this.#tell(edge, node, nowMs)
    this.#arm(node)
  }

  down(edge: number, nowMs: number): void {
    if (this.#isUp[edge] === 0) return
    this.#isUp[edge] = 0
    this.#told[edge] = NO_PATH
    this.#waits[edge] = 0
    this.#mayAt[edge] = 0
    this.#arm(this.#graph.source[edge] as number)
    this.#learn(edge, WITHDRAWAL, nowMs)
  }

  tick(node: number, nowMs: number): void {
    const { first } = this.#graph
    const end = first[node + 1] as number
    for (let edge = first[node] as number; edge < end; edge++)
      if (this.#waits[edge] === 1 && (this.#mayAt[edge] as number) <= nowMs)
        this.#flush(edge, node, nowMs)
    this.#arm(node)
  }

  dueAt(node: number): number {
    return this.#dueAt[node] as number
  }

  via(node: number): number {
    return this.#via[node] as number
  }

  best(node: number): number {
    return this.#best[node] as number
  }

  asPath(node: number): readonly number[] | undefined {
    return this.messagePath(this.#best[node] as number)
  }

  messagePath(message: number): readonly number[] | undefined {
    if (message === NO_PATH) return undefined
    return this.#paths.nodes(message).map((node) => node + 1)
  }

  mayTellAt(edge: number): number {
    return this.#mayAt[edge] as number
  }

  /** How many paths there have been; each costs about 30 octets. */
  get pathCount(): number {
    return this.#paths.size
  }

  #learn(edge: number, message: number, nowMs: number): void {
    const node = this.#graph.source[edge] as number
    // RFC 4271 section 9.1.2: a path through the own AS is of no use.
    const path = this.#paths.contains(message, node) ? NO_PATH : message
    if (this.#heard[edge] === path) return
    this.#heard[edge] = path
    const via = this.#via[node] as number
    if (via === LOCAL) return
    const rank = path === NO_PATH ? NEVER : this.#rankOf(edge, path)
    if (rank <= (this.#rank[node] as number) && path !== NO_PATH)
      this.#choose(node, edge, path, rank, nowMs)
    else if (via === edge) this.#decide(node, nowMs)
  }

  /** Looks at all paths. */
  #decide(node: number, nowMs: number): void {
    const { first } = this.#graph
    const end = first[node + 1] as number
    let via = NO_ROUTE
    let least = NEVER
    for (let edge = first[node] as number; edge < end; edge++) {
      const path = this.#heard[edge] as number
      if (path === NO_PATH) continue
      const rank = this.#rankOf(edge, path)
      if (rank >= least) continue
      via = edge
      least = rank
    }
    const path = via === NO_ROUTE ? NO_PATH : (this.#heard[via] as number)
    this.#choose(node, via, path, least, nowMs)
  }

  #rankOf(edge: number, path: number): number {
    return (this.#ranks[edge] as number) + lengthRank(this.#paths.length(path))
  }

  /** The best path is this one now; every neighbour is told what it should know. */
  #choose(node: number, via: number, path: number, rank: number, nowMs: number): void {
    this.#via[node] = via
    this.#rank[node] = rank
    this.#best[node] = path
    this.#toTell[node] = path === NO_PATH ? NO_PATH : this.#paths.prepend(node, path)
    this.#outlet.changed(node)
    const { first } = this.#graph
    const end = first[node + 1] as number
    let due = NEVER
    for (let edge = first[node] as number; edge < end; edge++) {
      if (this.#isUp[edge] === 0) continue
      this.#tell(edge, node, nowMs)
      if (this.#waits[edge] === 1 && (this.#mayAt[edge] as number) < due)
        due = this.#mayAt[edge] as number
    }
    this.#dueAt[node] = due
  }

  #tell(edge: number, node: number, nowMs: number): void {
    if (this.#mraiMs === 0) {
      this.#send(edge, this.#wanted(edge, node))
      return
    }
    if (this.#turns) this.#turn(edge, nowMs)
    const isOver = (this.#mayAt[edge] as number) <= nowMs
    const mustWait = this.#withdrawalsWait || isOver || this.#wanted(edge, node) !== NO_PATH
    this.#waits[edge] = Number(mustWait)
    if (!mustWait) this.#send(edge, NO_PATH)
    else if (isOver) this.#flush(edge, node, nowMs)
  }

  /** The timer has gone on since it was looked at last. */
  #turn(edge: number, nowMs: number): void {
    const mayAt = this.#mayAt[edge] as number
    if (mayAt === 0 || mayAt >= nowMs) return
    this.#mayAt[edge] = mayAt + this.#mraiMs * Math.ceil((nowMs - mayAt) / this.#mraiMs)
  }

  #flush(edge: number, node: number, nowMs: number): void {
    const wanted = this.#wanted(edge, node)
    this.#waits[edge] = 0
    const isSent = this.#send(edge, wanted)
    const endMs = nowMs + this.#mraiMs * this.#mraiFactor()
    if (isSent && (wanted !== NO_PATH || this.#withdrawalsWait)) this.#mayAt[edge] = endMs
  }

  /** What the neighbour should have: not what it told itself, and only what policy allows. */
  #wanted(edge: number, node: number): number {
    const via = this.#via[node] as number
    if (via === edge || via === NO_ROUTE) return NO_PATH
    const { relation } = this.#graph
    const from = via === LOCAL ? OWN : (relation[via] as number)
    const allowed = this.#mayExport[from * RELATIONS.length + (relation[edge] as number)] === 1
    return allowed ? (this.#toTell[node] as number) : NO_PATH
  }

  /** False when the neighbour knows it already. */
  #send(edge: number, path: number): boolean {
    if (this.#told[edge] === path) return false
    this.#told[edge] = path
    this.#outlet.send(edge, path)
    return true
  }

  #arm(node: number): void {
    if (this.#mraiMs === 0) return
    const { first } = this.#graph
    const end = first[node + 1] as number
    let due = NEVER
    for (let edge = first[node] as number; edge < end; edge++)
      if (this.#waits[edge] === 1 && (this.#mayAt[edge] as number) < due)
        due = this.#mayAt[edge] as number
    this.#dueAt[node] = due
  }
}

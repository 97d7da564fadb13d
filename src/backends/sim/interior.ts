/**
 * OSPF of one AS: which adjacencies hold, and the calculation that follows. An interface that goes
 * down is seen at once, silence when the dead interval is over, and an adjacency takes some hellos to
 * come back. The timers are those of the templates (ospfd.conf.hbs).
 */
import type { Random } from '../../lib/random.ts'
import { NO_IMPAIRMENT } from '../../model/impairment.ts'
import type { Link, LinkId, NodeName, Topology } from '../../model/topology.ts'
import { type Igp, solveIgp } from '../../solve/igp.ts'
import type { Fabric } from './fabric.ts'
import type { Host } from './host.ts'
import type { Scheduled } from './network-types.ts'
import type { EventQueue } from './queue.ts'

const HELLO_MS = 1000
const DEAD_MS = 4000
/** From the first hello that passes to Full: hellos both ways, then the databases (RFC 2328 section 10). */
const ADJACENCY_MS = [1000, 2000] as const
/** `timers throttle spf 0 50 200`, and the flooding and the work before it. */
const SPF_DELAY_MS = 10
const SPF_HOLD_MS = 50

export interface InteriorParts {
  readonly queue: EventQueue
  readonly fabric: Fabric
  readonly random: Random
  /** Does ospfd run at the node, and is it not frozen? */
  speaks(node: NodeName): boolean
  calculated(node: NodeName, igp: Igp): void
}

interface Adjacency {
  readonly link: Link
  readonly random: Random
  isFull: boolean
  /** The change that is on its way, to the opposite of what is. */
  change: Scheduled | undefined
}

export class Interior {
  readonly #parts: InteriorParts
  readonly #topology: Topology
  readonly #adjacencies: ReadonlyMap<LinkId, Adjacency>
  #isScheduled = false
  #latest: Igp | undefined
  #calculatedAtMs = Number.NEGATIVE_INFINITY

  /** The topology holds one AS only. */
  constructor(topology: Topology, parts: InteriorParts) {
    this.#topology = topology
    this.#parts = parts
    this.#adjacencies = new Map(
      topology.links.map((link) => {
        const random = parts.random.fork(`adjacency ${link.id}`)
        return [link.id, { link, random, isFull: false, change: undefined }]
      }),
    )
  }

  /** What was calculated last. */
  get latest(): Igp | undefined {
    return this.#latest
  }

  /** Something that hellos depend on may have changed. */
  review(): void {
    for (const adjacency of this.#adjacencies.values()) this.#review(adjacency)
  }

  /** ospfd began anew, or said goodbye: its neighbours know at once. */
  restarted(node: NodeName): void {
    for (const adjacency of this.#adjacencies.values())
      if (adjacency.link.ends.some((end) => end.node === node)) this.#set(adjacency, false)
    this.review()
    // One that has no neighbour at all calculates too.
    this.#schedule()
  }

  #review(adjacency: Adjacency): void {
    const { isFull, change } = adjacency
    const passes = this.#passes(adjacency.link)
    if (passes === isFull) {
      change?.cancel()
      adjacency.change = undefined
    } else if (isFull && this.#isSeen(adjacency.link)) this.#set(adjacency, false)
    else if (!change) this.#setLater(adjacency, passes)
  }

  #passes({ id, ends }: Link): boolean {
    const { fabric, speaks } = this.#parts
    return ends.every(({ node, ipv4 }) => {
      const { out } = fabric.interface(node, id)
      return speaks(node) && fabric.carries(out, ipv4, false)
    })
  }

  /** Does one of the two see that its own interface is down? */
  #isSeen({ id, ends }: Link): boolean {
    const { fabric, speaks } = this.#parts
    return ends.some(({ node }) => speaks(node) && !fabric.interface(node, id).isUp)
  }

  #setLater(adjacency: Adjacency, isFull: boolean): void {
    const { queue } = this.#parts
    const [least, most] = ADJACENCY_MS
    const share = adjacency.random.next()
    // The last hello came up to one interval ago.
    const waitMs = isFull ? least + (most - least) * share : DEAD_MS - HELLO_MS * share
    adjacency.change = queue.schedule(queue.nowMs + waitMs, () => this.#set(adjacency, isFull))
  }

  #set(adjacency: Adjacency, isFull: boolean): void {
    adjacency.change?.cancel()
    adjacency.change = undefined
    if (adjacency.isFull === isFull) return
    adjacency.isFull = isFull
    this.#schedule()
    // It may be able to come back at once.
    this.#review(adjacency)
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    const { queue } = this.#parts
    const atMs = Math.max(queue.nowMs + SPF_DELAY_MS, this.#calculatedAtMs + SPF_HOLD_MS)
    queue.schedule(atMs, () => this.#calculate())
  }

  #calculate(): void {
    const { queue, speaks, calculated } = this.#parts
    this.#isScheduled = false
    this.#calculatedAtMs = queue.nowMs
    const lost = [...this.#adjacencies.values()].filter(({ isFull }) => !isFull)
    const linksDown = new Set(lost.map(({ link }) => link.id))
    const igp = solveIgp(this.#topology, { ...NO_IMPAIRMENT, linksDown })
    this.#latest = igp
    for (const { name } of this.#topology.nodes) if (speaks(name)) calculated(name, igp)
  }
}

/** The routers of one AS and the links between them; undefined for an AS of one router. */
export const interiorOf = (asn: number, topology: Topology): Topology | undefined => {
  const nodes = topology.nodes.filter((node) => node.asn === asn)
  if (nodes.length < 2) return undefined
  const names = new Set(nodes.map(({ name }) => name))
  const links = topology.links.filter(({ ends }) => ends.every(({ node }) => names.has(node)))
  return { ...topology, nodes, links, sessions: [] }
}

/** Costs of the loopbacks of an AS as the node sees them. */
export const costsAt = (
  { name }: Host,
  igp: Igp,
  { nodes }: Topology,
): ReadonlyMap<string, number> => {
  const costs = new Map<string, number>()
  for (const other of nodes) {
    const cost = other.name === name ? undefined : igp.cost(name, other.name)
    if (cost === undefined) continue
    for (const address of Object.values(other.loopback)) costs.set(address, cost)
  }
  return costs
}

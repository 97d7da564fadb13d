/**
 * What routers believe that hear nothing: a dead or frozen rib daemon tells BGP neither of interfaces
 * nor of ways inside the AS, and leaves the kernel's routes as they were. So such a router knows
 * what was when it last heard, and after a restart no way at all.
 */
import type { SimNetwork } from '../../src/backends/sim/network-types.ts'
import type { Effect, End } from '../../src/model/effect.ts'
import type { Family, LinkId, NodeName, Topology } from '../../src/model/topology.ts'
import { LINK_COST } from '../../src/solve/igp.ts'
import { farEnd } from './ways.ts'

export interface Belief {
  /** Costs of the other routers of its AS, by their addresses; without the ones it has no way to. */
  readonly costs: ReadonlyMap<string, number>
  /** Own interfaces that it takes for down. */
  readonly linksDown: ReadonlySet<LinkId>
}

/** It was out again before it can have heard all that it missed: nobody knows what it believes. */
export type Deaf = Belief | 'unknown'

/** From the start of a node or of its rib daemon until it has heard everything; four times what FRR takes. */
const CATCH_UP_MS = 2_000

interface State {
  readonly hears: boolean
  readonly runs: boolean
  readonly hasBgp: boolean
}

interface Known {
  readonly state: State
  /** Since it began to hear; of no meaning while it does not. */
  readonly sinceAt: number
  readonly belief: Deaf
}

const WELL: State = { hears: true, runs: true, hasBgp: true }
const NOTHING: Belief = { costs: new Map(), linksDown: new Set() }

export class DeafRouters {
  readonly #network: Pick<SimNetwork, 'fib'>
  readonly #topology: Topology
  #known = new Map<NodeName, Known>()

  constructor(network: Pick<SimNetwork, 'fib'>, topology: Topology) {
    this.#network = network
    this.#topology = topology
  }

  /** Called at the very instant at which the effects have changed. */
  changed(effects: readonly Effect[], at: number): void {
    for (const { name } of this.#topology.nodes) {
      const known = this.#known.get(name) ?? FIRST
      this.#known.set(name, this.#next(name, known, effects, at))
    }
  }

  reset(): void {
    this.#known = new Map()
  }

  /** Those that run and do not hear. */
  get all(): ReadonlyMap<NodeName, Deaf> {
    const deaf = [...this.#known].filter(([, { state }]) => !state.hears && state.runs)
    return new Map(deaf.map(([name, { belief }]) => [name, belief]))
  }

  #next(name: NodeName, known: Known, effects: readonly Effect[], at: number): Known {
    const state = stateOf(name, effects)
    const before = known.state
    const sinceAt = state.hears && !before.hears ? at : known.sinceAt
    const linksDown = downAt(name, effects)
    const hasHeard = before.hears && at >= sinceAt + CATCH_UP_MS
    const belief = (): Deaf => {
      if (!state.runs) return NOTHING
      if (state.hears) return known.belief
      if (before.hears) return hasHeard ? { costs: this.#costsOf(name), linksDown } : 'unknown'
      if (known.belief === 'unknown') return 'unknown'
      // A process that starts looks at its interfaces by itself.
      const isNew = (state.hasBgp && !before.hasBgp) || !before.runs
      return isNew ? { ...known.belief, linksDown } : known.belief
    }
    return { state, sinceAt, belief: belief() }
  }

  #costsOf(name: NodeName): ReadonlyMap<string, number> {
    const { nodes } = this.#topology
    const asn = nodes.find((node) => node.name === name)?.asn
    const costs = new Map<string, number>()
    for (const other of nodes.filter((node) => node.asn === asn && node.name !== name))
      for (const [family, address] of Object.entries(other.loopback) as [Family, string][]) {
        const hops = this.#hopsTo(name, address, family)
        if (hops !== undefined) costs.set(address, hops * LINK_COST)
      }
    return costs
  }

  /** Along the kernels' ways, whether or not a packet would get through. */
  #hopsTo(from: NodeName, address: string, family: Family): number | undefined {
    let node = from
    for (let hops = 0; hops <= this.#topology.nodes.length; hops++) {
      const entry = this.#network.fib(node).lookup(`${address}/${family === 'ipv4' ? 32 : 128}`)
      if (entry === 'local') return hops
      const [way] = Array.isArray(entry) ? entry : []
      if (!way) return undefined
      node = farEnd(this.#topology, way.link, node)
    }
    return undefined
  }
}

const FIRST: Known = { state: WELL, sinceAt: Number.NEGATIVE_INFINITY, belief: NOTHING }

const stateOf = (name: NodeName, effects: readonly Effect[]): State => {
  const own = effects.filter((effect) => 'node' in effect && effect.node === name)
  const isPaused = own.some((effect) => effect.lever === 'process' && effect.state === 'paused')
  const isOut = (role: 'bgp' | 'rib') =>
    own.some((effect) => effect.lever === 'daemon' && effect.daemon === role)
  return {
    hears: !isPaused && !isOut('rib'),
    runs: !own.some((effect) => effect.lever === 'process' && effect.state === 'stopped'),
    hasBgp: !own.some(
      (effect) => effect.lever === 'daemon' && effect.daemon === 'bgp' && effect.state === 'dead',
    ),
  }
}

const downAt = (name: NodeName, effects: readonly Effect[]): ReadonlySet<LinkId> => {
  const ends: End[] = effects.flatMap((effect) =>
    effect.lever === 'carrier' || effect.lever === 'admin' ? [effect.end] : [],
  )
  return new Set(ends.filter(({ node }) => node === name).map(({ link }) => link))
}

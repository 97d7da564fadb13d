/** The simulated network: all nodes and links, one queue of events, and every random draw from one seed. */
import { PrefixTable } from '../../bgp/router/prefix-table.ts'
import type { ForwardingTable } from '../../forwarding/types.ts'
import { createRandom, type Random } from '../../lib/random.ts'
import type { LeverState } from '../../model/effect.ts'
import type { RouteReport, SessionReport } from '../../model/testbed.ts'
import type { LinkId, Node, NodeName, Topology } from '../../model/topology.ts'
import type { Igp } from '../../solve/igp.ts'
import { Fabric } from './fabric.ts'
import { Interior, interiorOf } from './interior.ts'
import { setLever } from './levers.ts'
import { LoadView } from './load-view.ts'
import type { Beside, KindProfile, Scheduled, SimNetwork } from './network-types.ts'
import { EventQueue } from './queue.ts'
import { routesAt, sessionsAt } from './reports.ts'
import { SimNode } from './sim-node.ts'
import type { Seen } from './speaker.ts'

export interface NetworkOptions {
  readonly seed: number | string
  profileOf(kind: string): KindProfile
}

/** All nodes are started at time 0; nothing happens before the first `step`. */
export const createNetwork = (topology: Topology, options: NetworkOptions): SimNetwork =>
  new Network(topology, options)

export class Network implements SimNetwork {
  readonly topology: Topology
  readonly fabric: Fabric
  readonly nodes: ReadonlyMap<NodeName, SimNode>
  readonly beside: Beside
  readonly #queue = new EventQueue()
  readonly #prefixes = new PrefixTable()
  readonly #interiors = new Map<number, Interior>()
  readonly #load = new LoadView()
  onObservation: SimNetwork['onObservation'] = () => undefined
  onForwarding: SimNetwork['onForwarding'] = () => undefined

  constructor(topology: Topology, { seed, profileOf }: NetworkOptions) {
    const random = createRandom(seed)
    this.topology = topology
    this.fabric = new Fabric(topology, random)
    this.beside = this.#beside(random.fork('beside'))
    this.nodes = new Map(
      topology.nodes.map((node) => {
        const own = random.fork(`node ${node.name}`)
        return [node.name, this.#nodeOf(node, profileOf(node.kind), own)]
      }),
    )
    this.fabric.routeBy((from, address) => this.node(from).waysTo(address))
    for (const asn of new Set(topology.nodes.map((node) => node.asn))) {
      const inside = interiorOf(asn, topology)
      if (inside) this.#interiors.set(asn, this.#interior(inside, random.fork(`AS ${asn}`)))
    }
    for (const node of this.nodes.values()) node.start()
  }

  get nowMs(): number {
    return this.#queue.nowMs
  }

  get nextMs(): number {
    return this.#queue.nextMs
  }

  step(): void {
    this.#queue.step()
  }

  schedule(atMs: number, perform: () => void): Scheduled {
    return this.#queue.schedule(atMs, perform)
  }

  set(state: LeverState): string {
    return setLever(state, this)
  }

  sessions(node: NodeName): readonly SessionReport[] {
    return sessionsAt(this.node(node))
  }

  routes(node: NodeName): readonly RouteReport[] {
    return routesAt(this.node(node), this.#prefixes, this.#load)
  }

  fib(node: NodeName): ForwardingTable {
    return this.node(node).kernel
  }

  isUp(node: NodeName): boolean {
    return this.fabric.host(node).isRunning
  }

  carries(link: LinkId, from: NodeName, source?: string): boolean {
    const { out } = this.fabric.interface(from, link)
    const end = out.link.ends.find(({ node }) => node === from)
    return this.fabric.carries(out, source ?? end?.ipv4 ?? '', false)
  }

  delayMs(link: LinkId, from: NodeName): number {
    return this.fabric.interface(from, link).out.delayMs
  }

  loss(link: LinkId, from: NodeName): number {
    return this.fabric.interface(from, link).out.loss
  }

  /** RangeError for an unknown one. */
  node(name: NodeName): SimNode {
    const node = this.nodes.get(name)
    if (!node) throw new RangeError(`no node ${name}`)
    return node
  }

  see(seen: Seen, message?: Uint8Array): void {
    const shown = this.#load.shown({ at: this.nowMs, ...seen })
    if (shown) this.onObservation(shown, message)
  }

  #beside(random: Random): Beside {
    return {
      net: { queue: this.#queue, fabric: this.fabric },
      node: (name) => this.node(name),
      random,
      hideLoad: (ranges) => this.#load.hide(ranges),
      flushLoad: () => {
        for (const told of this.#load.flush()) this.onObservation(told)
      },
    }
  }

  /** A link, an interface, a filter or a node is not what it was. */
  changed(): void {
    for (const interior of this.#interiors.values()) interior.review()
    this.onForwarding()
  }

  #nodeOf(node: Node, profile: KindProfile, random: Random): SimNode {
    const { topology } = this
    const net = { queue: this.#queue, fabric: this.fabric }
    return new SimNode({
      ...{ net, node, topology, profile, random },
      prefixes: this.#prefixes,
      see: (seen, message) => this.see(seen, message),
      hear: (message) => this.#hear(node.name, message),
      forwardingChanged: (prefix) => {
        if (!this.#load.hides(prefix)) this.onForwarding(prefix)
      },
      interiorRestarted: () => this.#interiors.get(node.asn)?.restarted(node.name),
      latestWays: (): Igp | undefined => this.#interiors.get(node.asn)?.latest,
    })
  }

  #hear(node: NodeName, message: Uint8Array): boolean {
    const { told, counted } = this.#load.hear(node, message, this.nowMs)
    for (const sum of told) this.onObservation(sum)
    return counted
  }

  #interior(inside: Topology, random: Random): Interior {
    return new Interior(inside, {
      ...{ queue: this.#queue, fabric: this.fabric, random },
      speaks: (name) => this.node(name).speaksOspf,
      calculated: (name, igp) => this.node(name).move(igp),
    })
  }
}

/** Routers of src/bgp/router as the logic of the simulation: any policy, iBGP, reflection, MED. */
import { AttributeSet } from '../../bgp/router/attribute-set.ts'
import type { Output, RouterEvent } from '../../bgp/router/events.ts'
import type { RoutePath } from '../../bgp/router/path.ts'
import { PrefixTable } from '../../bgp/router/prefix-table.ts'
import { Router } from '../../bgp/router/router.ts'
import type { EventGraph } from '../graph.ts'
import { LOCAL, NO_ROUTE, type Outlet, type Speakers, WITHDRAWAL } from '../speakers.ts'
import { interiorCosts } from './interior.ts'
import { addressOf, configsOf, type EventNetwork } from './network.ts'

/** The one prefix (RFC 5737 leaves none for this; RFC 2544 does). */
const PREFIX = '198.18.0.0/24'

/** Of an own prefix: no message has this number. */
const OWN_PATH = -1

export class ExactSpeakers implements Speakers {
  readonly #graph: EventGraph
  readonly #network: EventNetwork
  readonly #outlet: Outlet
  readonly #table = new PrefixTable()
  readonly #prefix = this.#table.ofText(PREFIX)
  readonly #routers: Router[]
  readonly #numbers = new Map<string, number>()
  /** By number; a withdrawal has no set. */
  readonly #messages: (AttributeSet | undefined)[] = [undefined]

  constructor(network: EventNetwork, graph: EventGraph, outlet: Outlet, factor: () => number) {
    this.#graph = graph
    this.#network = network
    this.#outlet = outlet
    this.#routers = configsOf(network, graph).map(
      (config) => new Router(config, this.#table, { jitter: factor }),
    )
    const costs = interiorCosts(network)
    this.#routers.forEach((router, node) => {
      router.step({ type: 'next-hops', costs: costs[node] as ReadonlyMap<string, number> }, 0)
      for (let edge = graph.first[node] as number; edge < (graph.first[node + 1] as number); edge++)
        router.step(this.#upOf(edge), 0)
    })
  }

  hear(edge: number, message: number, nowMs: number): void {
    const set = this.#messages[message]
    const update = set
      ? { withdrawn: [], announced: [this.#prefix], set }
      : { withdrawn: [this.#prefix], announced: [] }
    this.#step(
      this.#graph.source[edge] as number,
      { type: 'update', peer: String(edge), update },
      nowMs,
    )
  }

  originate(node: number, nowMs: number): void {
    const attributes = this.#network.routers[node]?.announces
    const set = attributes && new AttributeSet(attributes, '0.0.0.0')
    const event = { type: 'originate', prefix: this.#prefix, ...(set && { set }) } as const
    this.#step(node, event, nowMs)
  }

  retract(node: number, nowMs: number): void {
    this.#step(node, { type: 'retract', prefix: this.#prefix }, nowMs)
  }

  up(edge: number, nowMs: number): void {
    this.#step(this.#graph.source[edge] as number, this.#upOf(edge), nowMs)
  }

  down(edge: number, nowMs: number): void {
    const event = { type: 'down', peer: String(edge) } as const
    this.#step(this.#graph.source[edge] as number, event, nowMs)
  }

  tick(node: number, nowMs: number): void {
    this.#step(node, { type: 'tick' }, nowMs)
  }

  dueAt(node: number): number {
    return (this.#routers[node] as Router).dueAt
  }

  via(node: number): number {
    const path = this.#bestOf(node)
    if (!path) return NO_ROUTE
    return path.peer ? Number(path.peer.config.name) : LOCAL
  }

  best(node: number): number {
    const path = this.#bestOf(node)
    if (!path) return 0
    return path.peer ? this.#numberOf(path.set) : OWN_PATH
  }

  asPath(node: number): readonly number[] | undefined {
    const path = this.#bestOf(node)
    return path && asnsOf(path.set)
  }

  messagePath(message: number): readonly number[] | undefined {
    const set = this.#messages[message]
    return set && asnsOf(set)
  }

  mayTellAt(edge: number): number {
    const router = this.#routers[this.#graph.source[edge] as number] as Router
    return router.mayTellAt(String(edge), this.#prefix)
  }

  #upOf(edge: number): RouterEvent {
    const routerId = addressOf(this.#graph.target[edge] as number)
    return { type: 'up', peer: String(edge), routerId }
  }

  #step(node: number, event: RouterEvent, nowMs: number): void {
    for (const output of (this.#routers[node] as Router).step(event, nowMs)) this.#on(node, output)
  }

  /** An End-of-RIB changes nothing here, and is no message of the simulation. */
  #on(node: number, output: Output): void {
    if (output.type === 'best') this.#outlet.changed(node)
    if (output.type !== 'update' || output.update.endOfRib) return
    const { set } = output.update
    this.#outlet.send(Number(output.peer), set ? this.#numberOf(set) : WITHDRAWAL)
  }

  #bestOf(node: number): RoutePath | undefined {
    return (this.#routers[node] as Router).best(this.#prefix)
  }

  #numberOf(set: AttributeSet): number {
    const known = this.#numbers.get(set.key)
    if (known !== undefined) return known
    const number = this.#messages.push(set) - 1
    this.#numbers.set(set.key, number)
    return number
  }
}

const asnsOf = ({ attributes }: AttributeSet): readonly number[] =>
  attributes.asPath?.flatMap(({ asns }) => asns) ?? []

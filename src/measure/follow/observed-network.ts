/** A network as a data packet finds it, put together from what routers and kernels told. */
import { KernelTable } from '../../forwarding/kernel-table.ts'
import type { FarNode, Forwarded } from '../../forwarding/types.ts'
import type { DropRule, Effect, End } from '../../model/effect.ts'
import type { Observation } from '../../model/observation.ts'
import type { LinkId, NodeName, PrefixText, Topology } from '../../model/topology.ts'
import type { Acting } from '../iteration.ts'

type Told<Type extends Observation['type']> = Extract<Observation, { type: Type }>

export class ObservedNetwork implements Forwarded {
  readonly #tables: ReadonlyMap<NodeName, KernelTable>
  readonly #farNode: FarNode
  readonly #unread: Set<NodeName>
  readonly #down = new Set<NodeName>()
  /** `NODE LINK`. */
  readonly #without = new Set<string>()
  readonly #acting = new Map<string, readonly Effect[]>()

  constructor(topology: Topology, farNode: FarNode) {
    this.#farNode = farNode
    this.#unread = new Set(topology.nodes.map(({ name }) => name))
    this.#tables = new Map(
      topology.nodes.map(({ name }) => [name, new KernelTable(name, topology, () => undefined)]),
    )
  }

  /** Every table has been read once. */
  get isKnown(): boolean {
    return this.#unread.size === 0
  }

  fib(node: NodeName): KernelTable {
    const table = this.#tables.get(node)
    if (!table) throw new RangeError(`the topology has no node ${node}`)
    return table
  }

  isUp(node: NodeName): boolean {
    return !this.#down.has(node)
  }

  carries(link: LinkId, from: NodeName, source: string): boolean {
    const to = this.#farNode(link, from)
    const cut = [from, to].some((node) => this.#without.has(`${node} ${link}`))
    return !cut && !this.#effects().some((effect) => swallows(effect, { link, from, to, source }))
  }

  read({ node, routes }: Told<'fib-read'>): void {
    this.#unread.delete(node)
    this.fib(node).clear()
    for (const [prefix, gateways] of Object.entries(routes)) this.#set(node, prefix, gateways)
  }

  changed({ node, prefix, nextHops }: Told<'fib-changed'>): void {
    this.#set(node, prefix, nextHops)
  }

  /** Without carrier the routes stay until the router takes them away. */
  linkChanged({ node, link, up }: Told<'interface-changed'>): void {
    if (up) this.#without.delete(`${node} ${link}`)
    else this.#without.add(`${node} ${link}`)
  }

  /** Who comes back has new interfaces and an empty table, which may have been read before this is told. */
  nodeChanged({ node, running }: Told<'node-changed'>): void {
    if (running) {
      this.#down.delete(node)
      return
    }
    this.#down.add(node)
    this.fib(node).clear()
    for (const end of this.#without) if (end.startsWith(`${node} `)) this.#without.delete(end)
  }

  acts({ instance, effects }: Acting): void {
    this.#acting.set(instance, effects)
    for (const effect of effects) if (effect.lever === 'admin') this.#shutDown(effect.end)
  }

  /** Linux drops the routes over an interface that is shut down, and tells nobody. */
  #shutDown({ node, link }: End): void {
    const table = this.fib(node)
    for (const [prefix, ways] of [...table.entries()])
      if (typeof ways !== 'string' && ways.some((way) => way.link === link)) {
        const left = ways.filter((way) => way.link !== link)
        table.write(prefix, left.length > 0 ? left : undefined, 'bgp')
      }
  }

  #effects(): readonly Effect[] {
    return [...this.#acting.values()].flat()
  }

  #set(node: NodeName, prefix: PrefixText, gateways: readonly string[]): void {
    const table = this.fib(node)
    const ways = gateways.flatMap((gateway) => table.wayTo(gateway) ?? [])
    table.write(prefix, ways.length > 0 ? ways : undefined, 'bgp')
  }
}

interface Hop {
  readonly link: LinkId
  readonly from: NodeName
  readonly to: NodeName
  readonly source: string
}

/**
 * Packets that are filtered, or all lost, on their way over a link: no kernel tells of them. Nor does it of an
 * interface that a router had lost before it came back, and still lacks.
 */
const swallows = (effect: Effect, { link, from, to, source }: Hop): boolean => {
  switch (effect.lever) {
    case 'filter':
      return effect.node === to && effect.drop.some((rule) => drops(rule, link, source))
    case 'shape':
      return isAt(effect.end, link, from) && (effect.shape.loss ?? 0) >= 1
    case 'carrier':
    case 'admin':
      return isAt(effect.end, link, from) || isAt(effect.end, link, to)
    default:
      return false
  }
}

const isAt = (end: End, link: LinkId, node: NodeName): boolean =>
  end.link === link && end.node === node

/** What is only for an address of the node itself passes others' packets. */
const drops = (rule: DropRule, link: LinkId, source: string): boolean =>
  !rule.bgpOnly &&
  rule.to === undefined &&
  (rule.link ?? link) === link &&
  (rule.from ?? source) === source

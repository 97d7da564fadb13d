/** The routing table of one kernel: own addresses and subnets, and what OSPF and BGP put into it. */
import { formatPrefix, network, parseAddress, WIDTH } from '../bgp/prefix.ts'
import type { NodeName, Topology } from '../model/topology.ts'
import type { Forwarding, ForwardingTable, Way } from './types.ts'

export type Protocol = 'kernel' | 'ospf' | 'bgp'

export interface RouteChange {
  readonly prefix: string
  readonly nextHops: readonly string[]
  readonly protocol: Protocol
}

interface Entry {
  readonly forwarding: Forwarding
  readonly protocol: Protocol
}

export class KernelTable implements ForwardingTable {
  /** The neighbours' addresses on the links. */
  readonly #neighbours = new Map<string, Way>()
  readonly #own: readonly (readonly [string, Entry])[]
  readonly #entries: Map<string, Entry>
  /** What is connected, by the text of the subnet. */
  readonly #subnets = new Map<string, string>()
  readonly #changed: (change: RouteChange) => void

  constructor(node: NodeName, topology: Topology, changed: (change: RouteChange) => void) {
    this.#changed = changed
    for (const link of topology.links)
      for (const [own, far] of [link.ends, [...link.ends].reverse()] as (typeof link.ends)[]) {
        if (own.node !== node) continue
        for (const [gateway, subnet] of [
          [far.ipv4, link.subnet.ipv4],
          [far.ipv6, link.subnet.ipv6],
        ]) {
          if (!gateway || !subnet) continue
          this.#neighbours.set(gateway, { link: link.id, gateway })
          this.#subnets.set(subnet, link.id)
        }
      }
    this.#own = ownEntries(node, topology)
    this.#entries = new Map(this.#own)
  }

  /** The connected neighbour with this address. */
  wayTo(address: string): Way | undefined {
    return this.#neighbours.get(address)
  }

  /** Undefined takes the route away. Own addresses stay whatever anybody says. */
  set(prefix: string, forwarding: Forwarding | undefined, protocol: Protocol): void {
    if (!isSame(this.#entries.get(prefix)?.forwarding, forwarding))
      this.write(prefix, forwarding, protocol)
  }

  /** The same, and the kernel tells of a route that it had already. */
  write(prefix: string, forwarding: Forwarding | undefined, protocol: Protocol): void {
    const before = this.#entries.get(prefix)
    if (before?.protocol === 'kernel' || (!before && forwarding === undefined)) return
    if (forwarding === undefined) this.#entries.delete(prefix)
    else this.#entries.set(prefix, { forwarding, protocol })
    this.#changed({ prefix, nextHops: gatewaysOf(forwarding), protocol })
  }

  /** Gateways of exactly this prefix; none where there is no such route. */
  gateways(prefix: string): readonly string[] {
    return gatewaysOf(this.#entries.get(prefix)?.forwarding)
  }

  ofBgp(): readonly string[] {
    return [...this.#entries].flatMap(([prefix, { protocol }]) =>
      protocol === 'bgp' ? [prefix] : [],
    )
  }

  clear(): void {
    this.#entries.clear()
    for (const [prefix, entry] of this.#own) this.#entries.set(prefix, entry)
  }

  lookup(target: string): Forwarding | undefined {
    if (target.includes('/')) return this.#entries.get(target)?.forwarding
    const neighbour = this.#neighbours.get(target)
    if (neighbour) return [neighbour]
    for (const prefix of coverings(target)) {
      const entry = this.#entries.get(prefix)
      if (entry) return entry.forwarding
      const link = this.#subnets.get(prefix)
      if (link !== undefined) return [{ link, gateway: target }]
    }
    return undefined
  }

  *entries(): Generator<readonly [string, Forwarding]> {
    for (const [prefix, { forwarding }] of this.#entries) yield [prefix, forwarding]
  }
}

const ownEntries = (node: NodeName, { nodes, links }: Topology): (readonly [string, Entry])[] => {
  const own = nodes.find(({ name }) => name === node)
  const ends = links.flatMap((link) => link.ends.filter((end) => end.node === node))
  const addresses = [own?.loopback, ...ends].flatMap((held) => [held?.ipv4, held?.ipv6])
  // Of an own network only the address that answers is there: BGP tells of the rest without having it.
  const canaries = own?.networks.map(({ canary }) => canary) ?? []
  return [...addresses, ...canaries].flatMap((address) =>
    address ? [[hostPrefix(address), LOCAL] as const] : [],
  )
}

const LOCAL: Entry = { forwarding: 'local', protocol: 'kernel' }

const hostPrefix = (address: string): string => `${address}/${address.includes(':') ? 128 : 32}`

const gatewaysOf = (forwarding: Forwarding | undefined): readonly string[] =>
  Array.isArray(forwarding) ? (forwarding as readonly Way[]).map(({ gateway }) => gateway) : []

const isSame = (a: Forwarding | undefined, b: Forwarding | undefined): boolean =>
  a === b || (Array.isArray(a) && Array.isArray(b) && gatewaysOf(a).join() === gatewaysOf(b).join())

/** Every prefix that holds the address, the longest first. Few addresses are ever looked up. */
const coverings = (address: string): readonly string[] => {
  const known = COVERINGS.get(address)
  if (known) return known
  const parsed = parseAddress(address)
  const width = parsed ? WIDTH[parsed.family] : 0
  const all = parsed
    ? Array.from({ length: width + 1 }, (_, i) =>
        formatPrefix(network({ ...parsed, length: width - i })),
      )
    : []
  if (COVERINGS.size > MOST_COVERINGS) COVERINGS.clear()
  COVERINGS.set(address, all)
  return all
}

const MOST_COVERINGS = 4096
const COVERINGS = new Map<string, readonly string[]>()

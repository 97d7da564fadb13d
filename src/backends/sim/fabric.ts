/** All hosts and links: which way a packet takes, and whether it gets through. */
import { formatAddress, parseAddress } from '../../bgp/prefix.ts'
import type { Way } from '../../forwarding/types.ts'
import type { Random } from '../../lib/random.ts'
import type { Link, LinkEnd, LinkId, NodeName, Topology } from '../../model/topology.ts'
import { Direction } from './direction.ts'
import { Host, Interface, type Packet } from './host.ts'

/** Directions in the order in which they are passed. */
export type Path = readonly Direction[]

interface Owner {
  readonly host: Host
  /** Of a link address. */
  readonly link?: LinkId
}

/** Ways to a loopback of the AS, from the kernel of the node. */
export type InteriorWays = (from: NodeName, address: string) => readonly Way[]

const HOP_LIMIT = 64

export class Fabric {
  readonly hosts: Map<NodeName, Host>
  readonly #owners = new Map<string, Owner>()
  #ways: InteriorWays = () => []

  constructor(topology: Topology, random: Random) {
    this.hosts = new Map(topology.nodes.map(({ name }) => [name, new Host(name)]))
    for (const link of topology.links) this.#addLink(link, random)
    for (const { name, loopback } of topology.nodes)
      for (const address of Object.values(loopback)) this.#own(address, { host: this.host(name) })
  }

  /** Where the ways inside an AS come from. */
  routeBy(ways: InteriorWays): void {
    this.#ways = ways
  }

  host(name: NodeName): Host {
    const host = this.hosts.get(name)
    if (!host) throw new RangeError(`no node ${name}`)
    return host
  }

  interface(name: NodeName, link: LinkId): Interface {
    const found = this.host(name).interfaces.get(link)
    if (!found) throw new RangeError(`${name} is no end of ${link}`)
    return found
  }

  /** A host beside the topology at the other end of a cable of its own. `far`: its addresses there. */
  attach(cable: Link, guest: Host, far: readonly string[], random: Random): void {
    this.hosts.set(guest.name, guest)
    this.#addLink(cable, random)
    for (const address of far) this.#own(address, { host: guest, link: cable.id })
  }

  /** Takes the cable away; what is still under way on it is lost. */
  detach({ id, ends }: Link): void {
    for (const { node } of ends) this.host(node).interfaces.delete(id)
    for (const [address, { link }] of this.#owners) if (link === id) this.#owners.delete(address)
  }

  ownerOf(address: string): Owner | undefined {
    return this.#owners.get(address)
  }

  /** The way of a packet by the routes of now; undefined where there is none. */
  path(from: Host, to: string): Path | undefined {
    const owner = this.#owners.get(to)
    if (!owner) return undefined
    if (owner.link === undefined) return this.#interiorPath(from, to, owner.host)
    const out = from.interfaces.get(owner.link)
    return out?.isUp ? out.path : undefined
  }

  /** Do all links of the path let a packet through now, loss by chance apart? */
  passes(path: Path, packet: Packet): boolean {
    return path.every((direction) => this.#lets(direction, packet, false))
  }

  /** The same for what has left its sender already, which may be dead by now. */
  arrives(path: Path, packet: Packet): boolean {
    return path.every((direction, i) => this.#lets(direction, packet, i === 0))
  }

  carries(direction: Direction, source: string, isBgp: boolean): boolean {
    return this.#lets(direction, { source, isBgp }, false)
  }

  #lets({ from, to, link, loss }: Direction, packet: Packet, hasLeft: boolean): boolean {
    const sender = this.host(from)
    const receiver = this.host(to)
    return (
      loss < 1 &&
      receiver.isRunning &&
      (hasLeft || sender.isRunning) &&
      sender.interfaces.get(link.id)?.isUp === true &&
      receiver.interfaces.get(link.id)?.isUp === true &&
      (receiver.drop.length === 0 || !receiver.drops(link.id, packet))
    )
  }

  #interiorPath(from: Host, to: string, target: Host): Path | undefined {
    const path: Direction[] = []
    for (let at = from; at !== target; ) {
      const [way] = this.#ways(at.name, to)
      const out = way && at.interfaces.get(way.link)
      if (!out?.isUp || path.length === HOP_LIMIT) return undefined
      path.push(out.out)
      at = this.host(out.out.to)
    }
    return path
  }

  #addLink(link: Link, random: Random): void {
    const [a, b] = link.ends
    const there = new Direction(link, a.node, b.node, random.fork(`link ${link.id} ${a.node}`))
    const back = new Direction(link, b.node, a.node, random.fork(`link ${link.id} ${b.node}`))
    this.#addEnd(a, new Interface(link, there, back))
    this.#addEnd(b, new Interface(link, back, there))
  }

  #addEnd({ node, ipv4, ipv6 }: LinkEnd, end: Interface): void {
    const host = this.host(node)
    host.interfaces.set(end.link.id, end)
    for (const address of [ipv4, ipv6]) if (address) this.#own(address, { host, link: end.link.id })
  }

  /** By the text of the file, and by that of the kernel. */
  #own(text: string, owner: Owner): void {
    const address = parseAddress(text)
    this.#owners.set(text, owner)
    if (address) this.#owners.set(formatAddress(address), owner)
  }
}

/** Octets do not matter where nothing is limited in its rate. */
export const takesMs = (path: Path, octets: number, nowMs: number): number => {
  let total = 0
  for (const direction of path) total += direction.takesMs(octets, nowMs + total)
  return total
}

export const roundTripMs = (path: Path): number =>
  2 * path.reduce((total, { delayMs }) => total + delayMs, 0)

/** Is a packet lost by chance somewhere on its way? */
export const isLost = (path: Path): boolean => path.some((direction) => direction.loses())

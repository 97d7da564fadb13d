/** The host of a load, and its cables to the routers: one, or two when source and sink are at different ones. */
import { BackendError } from '../../lib/errors.ts'
import type { Guest } from '../../model/kind.ts'
import type { Load } from '../../model/load.ts'
import type { Family, Link, NodeName, Topology } from '../../model/topology.ts'
import { CABLES, type Cable, cableAt } from '../guest-address.ts'
import { Host } from './host.ts'
import type { Beside } from './network-types.ts'

/** One of its two ends. */
export interface GuestEnd {
  readonly role: Guest['role']
  readonly node: NodeName
  readonly nodeAddress: string
  readonly address: string
  readonly asn: number
  readonly family: Family
  /** From the router to the host. */
  readonly delayMs: number
}

interface Place {
  readonly beside: Beside
  readonly topology: Topology
  readonly cables: Set<number>
}

export class GuestHost {
  readonly host: Host
  readonly #place: Place
  readonly #ends: Readonly<Record<Guest['role'], GuestEnd>>
  readonly #links: Link[] = []
  readonly #numbers: readonly number[]

  /** Lays the cables. */
  constructor(place: Place, { id, into, out, family, ranges }: Load) {
    this.#place = place
    this.host = new Host(`load ${id}`)
    this.host.isRunning = true
    this.#numbers = take(place.cables, into === out ? 1 : 2)
    const [first, second = first] = this.#numbers.map((n) =>
      cableAt(n, family, place.topology, ranges),
    ) as [Cable, Cable?]
    this.#lay(first, into, family)
    if (second !== first) this.#lay(second, out, family)
    this.#ends = {
      source: this.#endOf('source', first, into, family),
      sink: this.#endOf('sink', second, out, family),
    }
  }

  end(role: Guest['role']): GuestEnd {
    return this.#ends[role]
  }

  leave(): void {
    const { beside, cables } = this.#place
    this.host.isRunning = false
    for (const link of this.#links) beside.net.fabric.detach(link)
    for (const n of this.#numbers) cables.delete(n)
  }

  #lay(cable: Cable, node: NodeName, family: Family): void {
    const { beside } = this.#place
    const link = linkOf(cable, node, this.host.name, family)
    const random = beside.random.fork(`${this.host.name} ${cable.device}`)
    beside.net.fabric.attach(link, this.host, [cable.source, cable.sink], random)
    this.#links.push(link)
  }

  #endOf(role: Guest['role'], cable: Cable, node: NodeName, family: Family): GuestEnd {
    const { out } = this.#place.beside.net.fabric.interface(node, cable.device)
    const asn = role === 'source' ? cable.sourceAsn : cable.sinkAsn
    const { node: nodeAddress, [role]: address } = cable
    return { role, node, nodeAddress, address, asn, family, delayMs: out.delayMs }
  }
}

const take = (cables: Set<number>, count: number): readonly number[] => {
  const free = Array.from({ length: CABLES }, (_, n) => n).filter((n) => !cables.has(n))
  const taken = free.slice(0, count)
  if (taken.length < count) throw new BackendError(`no more than ${CABLES} cables at once`)
  for (const n of taken) cables.add(n)
  return taken
}

const linkOf = (cable: Cable, node: NodeName, guest: NodeName, family: Family): Link => {
  const at = (address: string) =>
    family === 'ipv4' ? { ipv4: address } : { ipv4: '', ipv6: address }
  return {
    id: cable.device,
    ends: [
      { node, ...at(cable.node) },
      { node: guest, ...at(cable.source) },
    ],
    subnet: { ipv4: '' },
    mtu: 1500,
    shape: {},
  }
}

/**
 * What zebra does on a real router: best paths of BGP and ways of OSPF into the kernel's table, next
 * hops inside the AS resolved through OSPF. While it is dead or frozen the kernel keeps what it has.
 */
import type { RoutePath } from '../../bgp/router/path.ts'
import type { PrefixId, PrefixTable } from '../../bgp/router/prefix-table.ts'
import type { KernelTable } from '../../forwarding/kernel-table.ts'
import type { Forwarding, Way } from '../../forwarding/types.ts'
import type { Random } from '../../lib/random.ts'
import type { Family, NodeName, Topology } from '../../model/topology.ts'
import type { Igp } from '../../solve/igp.ts'
import type { Host } from './host.ts'
import type { Spread } from './network-types.ts'
import type { EventQueue } from './queue.ts'
import { drawFrom } from './spread.ts'

export interface RibParts {
  readonly queue: EventQueue
  readonly host: Host
  readonly prefixes: PrefixTable
  readonly kernel: KernelTable
  readonly delayMs: Spread
  readonly random: Random
  /** The other routers of the AS, by loopback address. */
  readonly loopbacks: ReadonlyMap<string, Loopback>
}

export interface Loopback {
  readonly node: NodeName
  readonly family: Family
}

export class Rib {
  readonly #parts: RibParts
  readonly #best = new Map<PrefixId, RoutePath>()
  readonly #changed = new Set<PrefixId>()
  /** Of a speaker that restarts. */
  #stale = new Set<PrefixId>()
  #igp: Igp | undefined
  #isFollowing = false
  #isScheduled = false
  /** All routes are written once more, also those that the kernel has. */
  #isAnew = false
  /** Of the scheduled installation: one of an earlier life is void. */
  #life = 0

  constructor(parts: RibParts) {
    this.#parts = parts
  }

  get isFollowing(): boolean {
    return this.#isFollowing
  }

  /** Dead, frozen, or back: then everything is looked at again. */
  set isFollowing(on: boolean) {
    const isNew = on && !this.#isFollowing
    this.#isFollowing = on
    if (!isNew) return
    this.#installWays()
    this.#resolveAgain(() => true)
  }

  /** A new process does not know what the kernel has; BGP tells it all its routes. */
  restarted(): void {
    this.#isAnew = true
  }

  /** BGP chose. */
  best(id: PrefixId, path: RoutePath | undefined): void {
    this.#stale.delete(id)
    const before = this.#best.get(id)
    if (path) this.#best.set(id, path)
    else this.#best.delete(id)
    // Most new paths differ in what the kernel does not know.
    if (!path || !before || !isSameWay(path, before)) this.#change(id)
  }

  /** The BGP speaker is gone, and its routes with it. */
  forget(): void {
    const ids = [...this.#best.keys()]
    this.#best.clear()
    for (const id of ids) this.#change(id)
  }

  /** The same, but it will be back: what it does not choose again by then goes (RFC 4724 section 4.1). */
  keep(forMs: number): void {
    const stale = new Set(this.#best.keys())
    this.#stale = stale
    const { queue } = this.#parts
    queue.schedule(queue.nowMs + forMs, () => {
      if (this.#stale === stale) for (const id of stale) this.best(id, undefined)
    })
  }

  /** OSPF calculated. */
  move(igp: Igp): void {
    this.#igp = igp
    if (!this.#isFollowing) return
    this.#installWays()
    this.#resolveAgain(({ source }) => source === 'ibgp')
  }

  interfaceChanged(): void {
    this.#resolveAgain(({ source }) => source === 'ebgp')
  }

  /** A new kernel has nothing. */
  clear(): void {
    this.#best.clear()
    this.#stale = new Set()
    this.#changed.clear()
    this.#igp = undefined
    this.#isFollowing = false
    this.#isScheduled = false
    this.#life++
  }

  #resolveAgain(concerns: (path: RoutePath) => boolean): void {
    for (const [id, path] of this.#best) if (concerns(path)) this.#change(id)
    // What the kernel kept of a speaker that died meanwhile.
    for (const prefix of this.#parts.kernel.ofBgp()) this.#changed.add(this.#idOf(prefix))
    if (this.#changed.size > 0) this.#schedule()
  }

  #idOf(prefix: string): PrefixId {
    return this.#parts.prefixes.ofText(prefix)
  }

  #change(id: PrefixId): void {
    this.#changed.add(id)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    const { queue, delayMs, random } = this.#parts
    const life = this.#life
    queue.schedule(queue.nowMs + drawFrom(delayMs, random), () => {
      if (life === this.#life) this.#install()
    })
  }

  #install(): void {
    this.#isScheduled = false
    if (!this.#isFollowing) return
    const { kernel, prefixes } = this.#parts
    for (const id of this.#changed) {
      const prefix = prefixes.text(id)
      const forwarding = this.#resolve(this.#best.get(id))
      if (this.#isAnew) kernel.write(prefix, forwarding, 'bgp')
      else kernel.set(prefix, forwarding, 'bgp')
    }
    this.#isAnew = false
    this.#changed.clear()
  }

  /** Own networks are the kernel's own business. */
  #resolve(path: RoutePath | undefined): Forwarding | undefined {
    if (!path || path.source === 'local') return undefined
    if (path.blackhole) return 'blackhole'
    const ways = path.source === 'ibgp' ? this.ways(path.nextHop) : this.#direct(path.nextHop)
    return ways.length > 0 ? ways : undefined
  }

  #direct(gateway: string): readonly Way[] {
    const way = this.#parts.kernel.wayTo(gateway)
    return way && this.#parts.host.interfaces.get(way.link)?.isUp ? [way] : []
  }

  /** To a loopback of the AS, by OSPF. */
  ways(address: string): readonly Way[] {
    const { host, loopbacks, kernel } = this.#parts
    const target = loopbacks.get(address)
    if (!target || !this.#igp) return []
    return this.#igp
      .gateways(host.name, target.node, target.family)
      .flatMap((gateway) => kernel.wayTo(gateway) ?? [])
  }

  #installWays(): void {
    const { kernel, loopbacks } = this.#parts
    for (const [address, { family }] of loopbacks) {
      const ways = this.ways(address)
      const prefix = `${address}/${family === 'ipv4' ? 32 : 128}`
      kernel.set(prefix, ways.length > 0 ? ways : undefined, 'ospf')
    }
  }
}

const isSameWay = (a: RoutePath, b: RoutePath): boolean =>
  a.source === b.source && a.nextHop === b.nextHop && a.blackhole === b.blackhole

/** Loopbacks of the routers that share the AS of the node. */
export const loopbacksAround = (
  node: NodeName,
  { nodes }: Topology,
): ReadonlyMap<string, Loopback> => {
  const asn = nodes.find(({ name }) => name === node)?.asn
  const others = nodes.filter((other) => other.asn === asn && other.name !== node)
  return new Map(
    others.flatMap(({ name, loopback }) =>
      (Object.entries(loopback) as [Family, string][]).map(
        ([family, address]) => [address, { node: name, family }] as const,
      ),
    ),
  )
}

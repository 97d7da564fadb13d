/** Makes the paths of the RIB, one for each attribute set of each peer, and forgets them. */
import type { AttributeSet, AttributeStore, Interned } from './attribute-store.ts'
import type { RouterConfig } from './config.ts'
import { importSet } from './import.ts'
import { idNumber, type NextHop, RoutePath } from './path.ts'
import type { Peer } from './peer.ts'

export class PathMaker {
  readonly #config: RouterConfig
  readonly #store: AttributeStore
  readonly #ownAddresses: ReadonlySet<string>
  readonly #hops = new Map<string, NextHop>()
  #costs: ReadonlyMap<string, number> = new Map()

  constructor(config: RouterConfig, store: AttributeStore) {
    this.#config = config
    this.#store = store
    this.#ownAddresses = new Set(config.peers.map(({ localAddress }) => localAddress))
  }

  /** Undefined when import policy refuses. */
  received(peer: Peer, set: Interned): RoutePath | undefined {
    const known = peer.paths.get(set)
    if (known) return known
    const imported = importSet(set, peer.config, this.#config, this.#ownAddresses)
    if (!imported) return undefined
    const { attributes } = imported
    const received = this.#store.hold(set)
    const path = new RoutePath({
      ...imported,
      source: peer.config.type,
      peer,
      received,
      set,
      hop: peer.config.type === 'ebgp' ? DIRECT : this.#hop(set.nextHop),
      routerId: idNumber(attributes.originatorId ?? peer.routerId),
      neighbourAs: attributes.asPath?.[0]?.asns[0] ?? this.#config.asn,
      neighbourAddress: peer.address,
    })
    peer.paths.set(received, path)
    return path
  }

  own(set: AttributeSet): RoutePath {
    return new RoutePath({
      source: 'local',
      peer: undefined,
      received: undefined,
      attributes: { origin: 'igp', asPath: [], ...set.attributes },
      set,
      hop: DIRECT,
      learnedFrom: undefined,
      routerId: idNumber(this.#config.routerId),
      neighbourAs: this.#config.asn,
      neighbourAddress: 0n,
      blackhole: false,
    })
  }

  /** No prefix has the path any more. */
  forget(path: RoutePath): void {
    for (const told of path.exports) if (told) this.#store.release(told)
    path.exports.length = 0
    if (!path.received) return
    path.peer?.paths.delete(path.received)
    this.#store.release(path.received)
  }

  /** Takes over the costs; returns the next hops for which another one holds now. */
  moveHops(costs: ReadonlyMap<string, number>): ReadonlySet<NextHop> {
    this.#costs = costs
    const moved = new Set<NextHop>()
    for (const hop of this.#hops.values()) {
      const cost = costs.get(hop.address)
      if (cost !== hop.cost) moved.add(hop)
      hop.cost = cost
    }
    return moved
  }

  #hop(address: string): NextHop {
    const known = this.#hops.get(address)
    if (known) return known
    const hop = { address, cost: this.#costs.get(address) }
    this.#hops.set(address, hop)
    return hop
  }
}

/** Next hop of what is own or directly connected. */
const DIRECT: NextHop = { address: '', cost: 0 }

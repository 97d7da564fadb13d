/** Makes the paths of the RIB, one for each attribute set of each peer, and forgets them. */

import { DEFAULT_LOCAL_PREF } from '../policy.ts'
import type { AttributeSet } from './attribute-set.ts'
import type { RouterConfig } from './config.ts'
import { importSet } from './import.ts'
import { idNumber, type NextHop, RoutePath, SUPPRESSED } from './path.ts'
import type { Peer } from './peer.ts'

export class PathMaker {
  readonly #config: RouterConfig
  readonly #ownAddresses: ReadonlySet<string>
  readonly #hops = new Map<string, NextHop>()
  readonly #own = new Map<string, RoutePath>()
  #costs: ReadonlyMap<string, number> = new Map()

  constructor(config: RouterConfig, ownAddresses: ReadonlySet<string>) {
    this.#config = config
    this.#ownAddresses = ownAddresses
  }

  /** Undefined when import policy refuses. */
  received(peer: Peer, set: AttributeSet, isSuppressed = false): RoutePath | undefined {
    const key = keyOf(set, isSuppressed)
    const known = peer.paths.get(key)
    if (known) return known
    const imported = importSet(set, peer.config, this.#config, this.#ownAddresses)
    if (!imported) return undefined
    const { attributes } = imported
    const path = new RoutePath({
      ...imported,
      source: peer.config.type,
      peer,
      set,
      hop: isSuppressed ? SUPPRESSED : this.#hopOf(peer, set),
      routerId: idNumber(attributes.originatorId ?? peer.routerId),
      neighbourAs: attributes.asPath?.[0]?.asns[0] ?? this.#config.asn,
      neighbourAddress: peer.address,
    })
    peer.paths.set(key, path)
    return path
  }

  own(set: AttributeSet): RoutePath {
    const known = this.#own.get(set.key)
    if (known) return known
    const path = new RoutePath({
      source: 'local',
      peer: undefined,
      set,
      attributes: { origin: 'igp', asPath: [], ...set.attributes },
      localPref: set.attributes.localPref ?? DEFAULT_LOCAL_PREF,
      hop: DIRECT,
      learnedFrom: undefined,
      routerId: idNumber(this.#config.routerId),
      neighbourAs: this.#config.asn,
      neighbourAddress: 0n,
      blackhole: false,
    })
    this.#own.set(set.key, path)
    return path
  }

  /** No prefix has the path any more. */
  forget({ peer, set, isSuppressed }: RoutePath): void {
    const paths = peer?.paths ?? this.#own
    paths.delete(keyOf(set, isSuppressed))
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

  #hopOf({ config }: Peer, { nextHop }: AttributeSet): NextHop {
    return config.type === 'ebgp' ? DIRECT : this.#hop(nextHop)
  }

  #hop(address: string): NextHop {
    const known = this.#hops.get(address)
    if (known) return known
    const hop = { address, cost: this.#costs.get(address) }
    this.#hops.set(address, hop)
    return hop
  }
}

/** One path for the prefixes that are suppressed, one for the others. */
const keyOf = ({ key }: AttributeSet, isSuppressed: boolean): string =>
  isSuppressed ? `suppressed ${key}` : key

/** Next hop of what is own or directly connected. */
const DIRECT: NextHop = { address: '', cost: 0 }

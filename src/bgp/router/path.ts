/** A path as the RIB holds it: one object for all prefixes that a peer announced with the same attributes. */
import { pathLength } from '../as-path.ts'
import type { Attributes, Origin } from '../attributes.ts'
import type { Path } from '../decide.ts'
import { DEFAULT_LOCAL_PREF, type Relation } from '../policy.ts'
import { parseAddress } from '../prefix.ts'
import type { AttributeSet, Interned } from './attribute-store.ts'
import type { Peer } from './peer.ts'

/** Where a next hop is, as the IGP sees it now. */
export interface NextHop {
  readonly address: string
  /** Undefined while it cannot be reached. */
  cost: number | undefined
}

export interface PathFacts {
  readonly source: Path['source']
  readonly peer: Peer | undefined
  /** As received, in the store; undefined for own networks. */
  readonly received: Interned | undefined
  /** After import policy. */
  readonly attributes: Attributes
  readonly set: AttributeSet
  readonly hop: NextHop
  readonly learnedFrom: Relation | undefined
  readonly routerId: number
  readonly neighbourAs: number
  readonly neighbourAddress: bigint
  readonly blackhole: boolean
}

export class RoutePath implements Path {
  readonly source: Path['source']
  readonly peer: Peer | undefined
  readonly received: Interned | undefined
  readonly attributes: Attributes
  readonly nextHop: string
  readonly linkLocal: string | undefined
  readonly hop: NextHop
  readonly learnedFrom: Relation | undefined
  readonly blackhole: boolean
  readonly localPref: number
  readonly asPathLength: number
  readonly origin: Origin
  readonly med: number
  readonly neighbourAs: number
  readonly routerId: number
  readonly clusterListLength: number
  readonly neighbourAddress: bigint
  /** How many prefixes have this path. */
  users = 0
  /** What each export group is told, by its number; null: nothing. */
  readonly exports: (Interned | null | undefined)[] = []

  constructor(facts: PathFacts) {
    const { attributes } = facts
    this.source = facts.source
    this.peer = facts.peer
    this.received = facts.received
    this.attributes = attributes
    this.nextHop = facts.set.nextHop
    this.linkLocal = facts.set.linkLocal
    this.hop = facts.hop
    this.learnedFrom = facts.learnedFrom
    this.blackhole = facts.blackhole
    this.localPref = attributes.localPref ?? DEFAULT_LOCAL_PREF
    this.asPathLength = pathLength(attributes.asPath ?? [])
    this.origin = attributes.origin ?? 'incomplete'
    // RFC 4271 section 9.1.2.2 c: none is the lowest.
    this.med = attributes.med ?? 0
    this.neighbourAs = facts.neighbourAs
    this.routerId = facts.routerId
    this.clusterListLength = attributes.clusterList?.length ?? 0
    this.neighbourAddress = facts.neighbourAddress
  }

  get igpCost(): number {
    return this.hop.cost ?? Number.POSITIVE_INFINITY
  }

  get isUsable(): boolean {
    return this.hop.cost !== undefined
  }

  get fromClient(): boolean {
    return this.source === 'ibgp' && this.peer?.config.client === true
  }
}

export const idNumber = (routerId: string): number => Number(parseAddress(routerId)?.bits ?? 0n)

/** A path as the RIB holds it: one object for all prefixes that a peer announced with the same attributes. */
import { pathLength } from '../as-path.ts'
import type { Attributes, Origin } from '../attributes.ts'
import type { Path } from '../decide.ts'
import type { Relation } from '../policy.ts'
import { parseAddress } from '../prefix.ts'
import type { AttributeSet } from './attribute-set.ts'
import type { Peer } from './peer.ts'

/** Where a next hop is, as the IGP sees it now. */
export interface NextHop {
  readonly address: string
  /** Undefined while it cannot be reached. */
  cost: number | undefined
}

/** Instead of the next hop of a path that damping keeps out of the decision. */
export const SUPPRESSED: NextHop = { address: '', cost: undefined }

export interface PathFacts {
  readonly source: Path['source']
  readonly peer: Peer | undefined
  /** As received, or as originated. */
  readonly set: AttributeSet
  /** After import policy. */
  readonly attributes: Attributes
  readonly localPref: number
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
  readonly set: AttributeSet
  /** After import policy; the LOCAL_PREF is beside them. */
  readonly attributes: Attributes
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
  exports: readonly (AttributeSet | null | undefined)[] = NONE

  constructor(facts: PathFacts) {
    const { attributes } = facts
    this.source = facts.source
    this.peer = facts.peer
    this.set = facts.set
    this.attributes = attributes
    this.hop = facts.hop
    this.learnedFrom = facts.learnedFrom
    this.blackhole = facts.blackhole
    this.localPref = facts.localPref
    this.asPathLength = pathLength(attributes.asPath ?? [])
    this.origin = attributes.origin ?? 'incomplete'
    // RFC 4271 section 9.1.2.2 c: none is the lowest.
    this.med = attributes.med ?? 0
    this.neighbourAs = facts.neighbourAs
    this.routerId = facts.routerId
    this.clusterListLength = attributes.clusterList?.length ?? 0
    this.neighbourAddress = facts.neighbourAddress
  }

  get nextHop(): string {
    return this.set.nextHop
  }

  get linkLocal(): string | undefined {
    return this.set.linkLocal
  }

  get igpCost(): number {
    return this.hop.cost ?? Number.POSITIVE_INFINITY
  }

  get isUsable(): boolean {
    return this.hop.cost !== undefined
  }

  get isSuppressed(): boolean {
    return this.hop === SUPPRESSED
  }

  get fromClient(): boolean {
    return this.source === 'ibgp' && this.peer?.config.client === true
  }
}

const NONE: readonly undefined[] = []

export const idNumber = (routerId: string): number => Number(parseAddress(routerId)?.bits ?? 0n)

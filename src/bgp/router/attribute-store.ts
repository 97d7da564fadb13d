/**
 * Attribute sets, each kept once: what a million prefixes share is compared by identity and stored
 * in one object. A set is forgotten when its last holder lets go of it.
 */
import type { Attributes } from '../attributes.ts'

/** The next hop is beside the attributes: it is one field for both families. */
export interface AttributeSet {
  readonly attributes: Attributes
  readonly nextHop: string
  /** Sent beside a global IPv6 next hop (RFC 2545 section 3). */
  readonly linkLocal?: string
}

/** The one object for its attributes in a store. */
export interface Interned extends AttributeSet {
  readonly key: string
  holders: number
}

export class AttributeStore {
  readonly #byKey = new Map<string, Interned>()

  get size(): number {
    return this.#byKey.size
  }

  /** Not held yet: it lives in the store once somebody holds it. */
  intern(set: AttributeSet): Interned {
    const key = keyOf(set)
    return this.#byKey.get(key) ?? { ...set, key, holders: 0 }
  }

  /** The object that stands for `set` from now on: another one where an equal set is held already. */
  hold(set: Interned): Interned {
    const kept = set.holders > 0 ? set : this.#kept(set)
    kept.holders++
    return kept
  }

  release(set: Interned): void {
    if (--set.holders === 0) this.#byKey.delete(set.key)
  }

  #kept(set: Interned): Interned {
    const known = this.#byKey.get(set.key)
    if (known) return known
    this.#byKey.set(set.key, set)
    return set
  }
}

/** Equal for equal sets, whatever the order in which they were made. Flat, because it is hot. */
const keyOf = ({ attributes: a, nextHop, linkLocal }: AttributeSet): string => {
  let key = `${nextHop} ${linkLocal ?? ''} ${a.origin} ${a.med ?? ''} ${a.localPref ?? ''}`
  for (const { type, asns } of a.asPath ?? []) key += `|${type[0]}${type.length}:${asns.join(' ')}`
  if (a.communities) key += `|c${a.communities.join(' ')}`
  if (a.largeCommunities) key += `|l${a.largeCommunities.join(' ')}`
  if (a.extendedCommunities) key += `|e${a.extendedCommunities.join(' ')}`
  if (a.originatorId) key += `|o${a.originatorId}`
  if (a.clusterList) key += `|r${a.clusterList.join(' ')}`
  if (a.atomicAggregate) key += '|a'
  if (a.aggregator) key += `|g${a.aggregator.asn} ${a.aggregator.address}`
  if (a.onlyToCustomer !== undefined) key += `|t${a.onlyToCustomer}`
  for (const name in a)
    if (!FLAT.has(name)) key += `|${name}${JSON.stringify(a[name as keyof Attributes])}`
  return key
}

/** What has its own line above; the rest is rare enough for JSON. */
const FLAT: ReadonlySet<string> = new Set([
  'origin',
  'asPath',
  'nextHop',
  'med',
  'localPref',
  'communities',
  'largeCommunities',
  'extendedCommunities',
  'originatorId',
  'clusterList',
  'atomicAggregate',
  'aggregator',
  'onlyToCustomer',
] satisfies (keyof Attributes)[])

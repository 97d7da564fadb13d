/** What the prefixes of one UPDATE share. Frozen in practice: it is handed from router to router. */
import type { Attributes } from '../attributes.ts'

export class AttributeSet {
  /** Without the next hop, which is one field for both families. */
  readonly attributes: Attributes
  readonly nextHop: string
  /** Sent beside a global IPv6 next hop (RFC 2545 section 3). */
  readonly linkLocal: string | undefined
  #key: string | undefined
  #size = 0

  constructor(attributes: Attributes, nextHop: string, linkLocal?: string) {
    this.attributes = attributes
    this.nextHop = nextHop
    this.linkLocal = linkLocal
  }

  /** Equal for equal sets, and for no others. */
  get key(): string {
    this.#key ??= keyOf(this)
    return this.#key
  }

  /** Octets that the attributes take at most on the wire, whatever the width of AS numbers. */
  get size(): number {
    if (this.#size === 0) this.#size = sizeOf(this.attributes)
    return this.#size
  }

  equals(other: AttributeSet): boolean {
    if (this === other) return true
    const a = this.attributes
    const b = other.attributes
    // Most pairs differ here already, and need no keys.
    return (
      this.nextHop === other.nextHop &&
      a.localPref === b.localPref &&
      a.asPath?.length === b.asPath?.length &&
      a.asPath?.[0]?.asns.length === b.asPath?.[0]?.asns.length &&
      this.key === other.key
    )
  }
}

const keyOf = ({ attributes: a, nextHop, linkLocal }: AttributeSet): string => {
  let key = `${nextHop} ${linkLocal ?? ''} ${a.origin} ${a.med ?? ''} ${a.localPref ?? ''}`
  for (const { type, asns } of a.asPath ?? []) key += `|${type}${asns.join(' ')}`
  if (a.communities) key += `|c${a.communities.join(' ')}`
  if (a.largeCommunities) key += `|l${a.largeCommunities.join(' ')}`
  if (a.extendedCommunities) key += `|e${a.extendedCommunities.join(' ')}`
  if (a.originatorId) key += `|o${a.originatorId}`
  if (a.clusterList) key += `|r${a.clusterList.join(' ')}`
  if (a.atomicAggregate) key += '|a'
  if (a.aggregator) key += `|g${a.aggregator.asn} ${a.aggregator.address}`
  for (const name in a)
    if (!FLAT.has(name) && a[name as keyof Attributes] !== undefined)
      key += `|${name}${JSON.stringify(a[name as keyof Attributes])}`
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
] satisfies (keyof Attributes)[])

/** An attribute with a length of two octets. */
const HEADER = 4

const sizeOf = (a: Attributes): number => {
  // ORIGIN, NEXT_HOP, MED, LOCAL_PREF, ATOMIC_AGGREGATE, both AGGREGATORs, ORIGINATOR_ID, OTC.
  let octets = 128
  // For a peer of two octets once narrow in AS_PATH and once wide in AS4_PATH.
  for (const { asns } of a.asPath ?? []) octets += 4 + 6 * asns.length
  octets += HEADER + 4 * (a.communities?.length ?? 0)
  octets += HEADER + 12 * (a.largeCommunities?.length ?? 0)
  octets += HEADER + 8 * (a.extendedCommunities?.length ?? 0)
  octets += HEADER + 20 * (a.ipv6ExtendedCommunities?.length ?? 0)
  octets += HEADER + 4 * (a.clusterList?.length ?? 0)
  for (const { value } of a.aigp ?? []) octets += HEADER + 3 + value.length / 2
  for (const { value } of a.unknown ?? []) octets += HEADER + value.length
  return octets
}

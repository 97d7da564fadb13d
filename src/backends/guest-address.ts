/** Addresses and AS numbers of what is beside a lab: the ends of a load and their cables. */
import {
  addressAt,
  contains,
  formatAddress,
  formatPrefix,
  overlaps,
  type Prefix,
  parseAddress,
  parsePrefix,
  subnetAt,
} from '../bgp/prefix.ts'
import { ownPrefixes } from '../model/own-prefixes.ts'
import type { Family, Topology } from '../model/topology.ts'

/** Nobody routes them (RFC 5737, RFC 4193): they exist inside two network namespaces only. */
const POOLS: Readonly<Record<Family, readonly string[]>> = {
  ipv4: ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'],
  ipv6: ['fd63:6861:6f73::/56', 'fd63:6861:6f73:100::/56', 'fd63:6861:6f73:200::/56'],
}
const CABLE: Readonly<Record<Family, number>> = { ipv4: 29, ipv6: 64 }

export interface Cable {
  /** Name of the interface at both ends. */
  readonly device: string
  readonly length: number
  readonly node: string
  readonly source: string
  readonly sink: string
  readonly sourceAsn: number
  readonly sinkAsn: number
}

/** How many cables there can be at once. */
export const CABLES = 32

/** The n-th cable, from 0, beside everything that the lab has and what else is to be avoided. */
export const cableAt = (
  n: number,
  family: Family,
  topology: Topology,
  avoided: readonly string[],
): Cable => {
  const length = CABLE[family]
  const subnet = subnetAt(poolOf(family, topology, avoided), length, n)
  const at = (host: number) => formatAddress(addressAt(subnet, host))
  const [sourceAsn = 0, sinkAsn = 0] = freeAsns(topology, 2 * n)
  return {
    device: `load${n}`,
    length,
    node: at(1),
    source: at(2),
    sink: at(3),
    sourceAsn,
    sinkAsn,
  }
}

/** Where the addresses of all cables are. */
export const guestPools = (topology: Topology, avoided: readonly string[]): readonly string[] =>
  topology.families.map((family) => formatPrefix(poolOf(family, topology, avoided)))

/** Is it the address of a guest? Then it is none of the lab's sessions. */
export const isGuest = (address: string, topology: Topology): boolean => {
  const parsed = parseAddress(address)
  if (!parsed) return false
  const inPool = POOLS[parsed.family].some((text) => contains(parsePrefix(text) as Prefix, parsed))
  return (
    inPool && !topology.sessions.some(({ ends }) => ends.some((end) => end.address === address))
  )
}

const poolOf = (family: Family, topology: Topology, avoided: readonly string[]): Prefix => {
  const taken = [...ownPrefixes(topology), ...avoided.flatMap((text) => parsePrefix(text) ?? [])]
  const pools = POOLS[family].map((text) => parsePrefix(text) as Prefix)
  const free = pools.find((pool) => !taken.some((prefix) => overlaps(prefix, pool)))
  if (!free) throw new Error(`the lab has addresses in all of ${POOLS[family].join(', ')}`)
  return free
}

/** Private numbers of ten digits (RFC 6996): paths with them are told from those of the lab at sight. */
export const FIRST_ASN = 4_200_900_000

const freeAsns = ({ nodes }: Topology, skip: number): readonly number[] => {
  const taken = new Set(nodes.map(({ asn }) => asn))
  const all = Array.from({ length: skip + 2 + taken.size }, (_, i) => FIRST_ASN + i)
  return all.filter((asn) => !taken.has(asn)).slice(skip)
}

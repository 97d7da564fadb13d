/** What every node originates: written prefixes, and counted ones from the pool of the lab. */
import {
  addressAt,
  contains,
  formatAddress,
  formatPrefix,
  overlaps,
  type Prefix,
  parsePrefix,
  subnetAt,
  WIDTH,
} from '../../bgp/prefix.ts'
import { type Distribution, draw } from '../../lib/distributions.ts'
import { createRandom } from '../../lib/random.ts'
import { DEFAULT_CAP, type DrawnNetworksSpec } from '../../model/networks-spec.ts'
import type { Family, Network } from '../../model/topology.ts'
import type { TopologyFile } from '../topology-schema.ts'
import type { FullNode } from './inherit.ts'
import type { Report } from './report.ts'

/** In the order of the nodes. `seed` is stronger than the seeds that are written. */
export const assignNetworks = (
  file: TopologyFile,
  nodes: readonly FullNode[],
  context: {
    readonly families: readonly Family[]
    /** Prefixes that counted networks keep away from. */
    readonly reserved: readonly Prefix[]
    readonly seed?: number | undefined
  },
  report: Report,
): readonly (readonly Network[])[] => {
  const specs = nodes.map(({ spec }) => spec.networks ?? fallback(file, nodes))
  const counts = nodes.map(({ name }, i) => countOf(specs[i], name, context.seed))
  const drawn = context.families.map((family) => {
    const mine = counts.map((count, i) => (asksFor(specs[i], family) ? count : 0))
    return deal(mine, poolPrefixes(file, family, sum(mine), context.reserved, report))
  })
  return nodes.map((_, i) => {
    const spec = specs[i]
    const written = Array.isArray(spec)
      ? spec.flatMap((text: string) => parsePrefix(text) ?? [])
      : []
    return [...written, ...drawn.flatMap((prefixes) => prefixes[i] ?? [])].map(toNetwork)
  })
}

type NetworksSpec = FullNode['spec']['networks']

/** A generated topology in which nothing is originated would have nothing to converge on. */
const fallback = (file: TopologyFile, nodes: readonly FullNode[]): NetworksSpec =>
  file.generate && nodes.every(({ spec }) => spec.networks === undefined) ? { count: 1 } : []

const asksFor = (spec: NetworksSpec, family: Family): boolean =>
  spec !== undefined && !Array.isArray(spec) && (spec.family ?? family) === family

const countOf = (spec: NetworksSpec, node: string, seed: number | undefined): number => {
  if (spec === undefined || Array.isArray(spec)) return 0
  if (!spec.distribution) return spec.count ?? 0
  const random = createRandom(seed ?? spec.seed ?? 1).fork(`networks/${node}`)
  const count = draw(distributionOf(spec), random)
  return Math.max(1, Math.min(count, spec.count ?? DEFAULT_CAP))
}

/** The schema has seen to it that the parameters of the distribution are there. */
const distributionOf = (spec: DrawnNetworksSpec): Distribution => spec as Distribution

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)

const deal = (counts: readonly number[], prefixes: readonly Prefix[]): readonly Prefix[][] => {
  let next = 0
  return counts.map((count) => {
    next += count
    return prefixes.slice(next - count, next)
  })
}

const POOL: Readonly<Record<Family, string>> = { ipv4: '198.18.0.0/15', ipv6: '2001:2::/48' }
const USUAL_LENGTH: Readonly<Record<Family, number>> = { ipv4: 24, ipv6: 64 }

/** The first `needed` free prefixes, all of one length: /24 or /64, longer when those run out. */
const poolPrefixes = (
  file: TopologyFile,
  family: Family,
  needed: number,
  reserved: readonly Prefix[],
  report: Report,
): readonly Prefix[] => {
  const key = `networks-${family}` as const
  const pool = parsePrefix(file.addressing?.[key] ?? POOL[family]) as Prefix
  const near = reserved.filter((other) => overlaps(other, pool))
  for (
    let length = Math.max(USUAL_LENGTH[family], pool.length);
    length <= WIDTH[family];
    length++
  ) {
    if (1n << BigInt(length - pool.length) < BigInt(needed)) continue
    const found = firstFree(pool, length, needed, near)
    if (found) return found
  }
  report(['addressing', key], `${formatPrefix(pool)} has no room for ${needed} networks`, {
    hint: `write a larger pool: addressing: { ${key}: ... }`,
  })
  return []
}

const firstFree = (
  pool: Prefix,
  length: number,
  needed: number,
  reserved: readonly Prefix[],
): Prefix[] | undefined => {
  const found: Prefix[] = []
  const slots = 1n << BigInt(length - pool.length)
  for (let n = 0n; n < slots && found.length < needed; n++) {
    const slot = subnetAt(pool, length, n)
    const taken = reserved.find((other) => overlaps(other, slot))
    if (!taken) found.push(slot)
    // Jumps over a large reserved prefix instead of walking through it.
    else if (contains(taken, slot))
      n = (addressAt(taken, -1).bits - pool.bits) >> BigInt(WIDTH[pool.family] - length)
  }
  return found.length === needed ? found : undefined
}

/** The canary is the first host address; a prefix of full length is an address itself. */
const toNetwork = (prefix: Prefix): Network => ({
  family: prefix.family,
  prefix: formatPrefix(prefix),
  canary: formatAddress(addressAt(prefix, prefix.length === WIDTH[prefix.family] ? 0 : 1)),
})

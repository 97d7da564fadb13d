/** Addresses of links and loopbacks: what is written, and for the rest a place in the pool of the lab. */
import {
  addressAt,
  formatAddress,
  formatPrefix,
  overlaps,
  type Prefix,
  parsePrefix,
  size,
  subnetAt,
} from '../../bgp/prefix.ts'
import type { Family } from '../../model/topology.ts'
import type { TopologyFile } from '../topology-schema.ts'
import type { Claim, WrittenLinks } from './claims.ts'
import type { LinkDraft } from './drafts.ts'
import type { FullNode } from './inherit.ts'
import type { LinkAddress } from './link-address.ts'
import { LONGEST_POOL, type Pool, poolOf } from './pools.ts'
import type { Report } from './report.ts'

export interface Addresses {
  /** In the order of the links. */
  readonly links: readonly LinkAddress[]
  /** In the order of the nodes. */
  readonly loopbacks: readonly string[]
}

export interface Wanted {
  readonly file: TopologyFile
  readonly nodes: readonly FullNode[]
  readonly links: readonly LinkDraft[]
  readonly written: WrittenLinks
  readonly claims: readonly Claim[]
}

export const assignAddresses = (wanted: Wanted, family: Family, report: Report): Addresses => {
  const { file, nodes, links, written, claims } = wanted
  const length = parsePrefix(file.addressing?.[family] ?? '')?.length ?? 0
  const pool = length > LONGEST_POOL[family] ? undefined : poolOf(file, family)
  const reserved = claims.map(({ prefix }) => prefix)
  const subnets = pool && place(links.length, linkSlots(pool, reserved))
  const loopbacks = pool && place(nodes.length, loopbackSlots(pool, reserved))
  if (!subnets || !loopbacks) reportTooSmall(wanted, family, report)
  return {
    links: links.map(
      ({ id }, i) => written.get(`${id} ${family}`) ?? endsOf(subnets?.[i] ?? UNKNOWN[family]),
    ),
    loopbacks: nodes.map(({ spec }, i) => {
      const id = family === 'ipv4' ? spec['router-id'] : undefined
      return id ?? formatAddress(loopbacks?.[i] ?? UNKNOWN[family])
    }),
  }
}

/** Stands in where an error was reported, so that the other steps can go on. */
const UNKNOWN: Readonly<Record<Family, Prefix>> = {
  ipv4: { family: 'ipv4', bits: 0n, length: 29 },
  ipv6: { family: 'ipv6', bits: 0n, length: 64 },
}

interface Slots {
  readonly count: number
  readonly at: (n: number) => Prefix
  readonly reserved: readonly Prefix[]
}

const linkSlots = ({ prefix, links }: Pool, reserved: readonly Prefix[]): Slots => ({
  count: links.count,
  at: (n) => subnetAt(prefix, links.length, n),
  reserved: reserved.filter((other) => overlaps(other, prefix)),
})

/** The first address of the block is left out, and so is the last, which looks like a broadcast. */
const loopbackSlots = ({ loopbacks }: Pool, reserved: readonly Prefix[]): Slots => ({
  count: Math.max(0, Number(size(loopbacks)) - 2),
  at: (n) => ({ ...addressAt(loopbacks, n + 1), length: loopbacks.family === 'ipv4' ? 32 : 128 }),
  reserved: reserved.filter((other) => overlaps(other, loopbacks)),
})

/**
 * The i-th thing gets the i-th slot, written address or not, so that writing one moves no other.
 * Where a slot is reserved, the thing moves behind all others. Undefined when the slots run out.
 */
const place = (things: number, { count, at, reserved }: Slots): Prefix[] | undefined => {
  const isFree = (slot: Prefix) => !reserved.some((other) => overlaps(other, slot))
  const placed: Prefix[] = []
  let spare = things
  for (let i = 0; i < things; i++) {
    let n = i
    while (n < count && !isFree(at(n))) n = spare++
    if (n >= count) return undefined
    placed.push(at(n))
  }
  return placed
}

const endsOf = (subnet: Prefix): LinkAddress => ({
  subnet,
  ends: [formatAddress(addressAt(subnet, 1)), formatAddress(addressAt(subnet, 2))],
})

const reportTooSmall = ({ file, nodes, links }: Wanted, family: Family, report: Report): void => {
  const text = file.addressing?.[family]
  const needs = `${links.length} links and ${nodes.length} loopbacks`
  const least = leastLength(family, links.length, nodes.length)
  const hint = `write addressing: { ${family}: ${family === 'ipv4' ? `10.0.0.0/${least}` : `fd00::/${least}`} } or a larger one`
  const path = text ? ['addressing', family] : file.generate ? ['generate'] : ['links']
  const what = text
    ? `the pool ${text}`
    : `the default pool ${formatPrefix(poolOf(file, family).prefix)}`
  report(path, `${what} has no room for ${needs}`, { hint, ...(text ? {} : { at: 'key' }) })
}

/** The longest prefix whose pool has so many places; written addresses may need more. */
const leastLength = (family: Family, links: number, nodes: number): number => {
  for (let length = LONGEST_POOL[family]; length > 8; length--) {
    const prefix = { family, bits: 0n, length }
    const addressing = { [family]: formatPrefix(prefix) }
    const pool = poolOf({ name: 'x', addressing }, family)
    if (pool.links.count >= links && size(pool.loopbacks) - 2n >= BigInt(nodes)) return length
  }
  return 8
}

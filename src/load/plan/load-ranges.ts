/** Which prefixes a load announces: beside everything that the lab has, and beside the other loads. */
import {
  formatAddress,
  formatPrefix,
  overlaps,
  type Prefix,
  parseAddressWithLength,
  parsePrefix,
  size,
  subnetAt,
  WIDTH,
} from '../../bgp/prefix.ts'
import { LOAD_LENGTHS, LOAD_POOL, type Load } from '../../model/load.ts'
import { ownPrefixes } from '../../model/own-prefixes.ts'
import type { LoadText } from '../../model/plan-spec.ts'
import type { Family, Topology } from '../../model/topology.ts'
import type { LoadEntry } from './loads.ts'

export type Ranged = Pick<Load, 'seedPrefix' | 'prefixLength' | 'canarySeed' | 'ranges'>

export interface Placed {
  readonly entry: LoadEntry
  /** One of the two. */
  readonly range?: Ranged
  readonly problem?: {
    readonly key: string
    readonly words: readonly [string, { readonly hint: string }]
  }
}

/** Each gets a part of the pool for its table and one for its canaries, unless it names a place. */
export const placeRanges = (texts: readonly LoadEntry[], topology: Topology): readonly Placed[] => {
  const taken: Taken[] = ownPrefixes(topology).map((prefix) => ({ prefix, by: 'the lab' }))
  return texts.map((entry, index) => {
    const placed = place(entry, index, taken)
    for (const text of placed.range?.ranges ?? [])
      taken.push({ prefix: parsePrefix(text) as Prefix, by: entry.text.id })
    return placed
  })
}

interface Taken {
  readonly prefix: Prefix
  readonly by: string
}

const place = (entry: LoadEntry, index: number, taken: readonly Taken[]): Placed => {
  const { family, prefixes } = entry.text
  const canaries = canaryBlock(family, index)
  const seed = entry.text['seed-prefix']
  const table = seed === undefined ? choose(entry.text, taken) : read(seed, family)
  if (typeof table === 'string') return refuse(entry, seed, table)
  const cover = [...coverOf(table, prefixes), canaries]
  if (cover.some((part) => part === undefined))
    return refuse(entry, seed, `${prefixes} prefixes of this length are more than there are`)
  const parts = cover as readonly Prefix[]
  const clash = taken.find(({ prefix }) => parts.some((part) => overlaps(part, prefix)))
  if (clash) {
    const what = `${formatPrefix(clash.prefix)} of ${clash.by}`
    return refuse(entry, seed, `its prefixes overlap ${what}`)
  }
  return {
    entry,
    range: {
      seedPrefix: formatAddress(table),
      prefixLength: table.length,
      canarySeed: formatAddress(canaries),
      ranges: parts.map(formatPrefix),
    },
  }
}

const refuse = (entry: LoadEntry, seed: string | undefined, message: string): Placed => ({
  entry,
  problem: {
    key: seed === undefined ? 'prefixes' : 'seed-prefix',
    words: [
      message,
      { hint: `write a free place, such as seed-prefix: ${EXAMPLES[entry.text.family]}` },
    ],
  },
})

const EXAMPLES: Readonly<Record<Family, string>> = {
  ipv4: '100.64.0.0/28',
  ipv6: '2001:db8::/48',
}

const read = (text: string, family: Family): Prefix | string => {
  const prefix = parsePrefix(text)
  if (prefix?.family === family) return prefix
  const host = parseAddressWithLength(text)
  if (host?.family === family) return `${text} has bits beyond its length`
  return `${JSON.stringify(text)} is no ${family} prefix`
}

/** The pool's blocks for canaries are at its top, the tables at its bottom. */
const canaryBlock = (family: Family, index: number): Prefix => {
  const pool = parsePrefix(LOAD_POOL[family]) as Prefix
  const length = family === 'ipv4' ? 16 : 48
  return subnetAt(pool, length, (1n << BigInt(length - pool.length)) - 1n - BigInt(index))
}

/** The first free block of the pool that holds so many; longer prefixes where the usual ones do not fit. */
const choose = ({ family, prefixes }: LoadText, taken: readonly Taken[]): Prefix | string => {
  const pool = parsePrefix(LOAD_POOL[family]) as Prefix
  const bits = Math.ceil(Math.log2(prefixes))
  for (const length of LOAD_LENGTHS[family]) {
    const block = freeBlock(pool, length - bits, taken)
    if (block) return { ...block, length }
  }
  return `no ${prefixes} prefixes are free in ${LOAD_POOL[family]}`
}

/** In the lower half of the pool: the canaries are in the upper one. */
const freeBlock = (pool: Prefix, length: number, taken: readonly Taken[]): Prefix | undefined => {
  if (length <= pool.length) return undefined
  const blocks = 1n << BigInt(length - pool.length - 1)
  for (let n = 0n; n < blocks; n++) {
    const block = subnetAt(pool, length, n)
    if (!taken.some(({ prefix }) => overlaps(prefix, block))) return block
  }
  return undefined
}

/** Prefixes that hold the whole table and nothing else; undefined where it does not fit. */
const coverOf = (first: Prefix, count: number): readonly (Prefix | undefined)[] => {
  const width = WIDTH[first.family]
  const step = size(first)
  const end = first.bits + BigInt(count) * step
  if (end > 1n << BigInt(width)) return [undefined]
  const parts: Prefix[] = []
  for (let at = first.bits; at < end; ) {
    let length = first.length
    while (length > 0 && fits(at, width - length + 1, end)) length--
    const part = { family: first.family, bits: at, length }
    parts.push(part)
    at += size(part)
  }
  return parts
}

const fits = (at: bigint, hostBits: number, end: bigint): boolean =>
  at % (1n << BigInt(hostBits)) === 0n && at + (1n << BigInt(hostBits)) <= end

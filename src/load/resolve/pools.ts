/** Where the addresses of links and loopbacks come from when they are not written. */
import { type Prefix, parsePrefix, size, subnetAt, WIDTH } from '../../bgp/prefix.ts'
import { createRandom } from '../../lib/random.ts'
import type { Family } from '../../model/topology.ts'
import type { TopologyFile } from '../topology-schema.ts'

export interface Pool {
  readonly prefix: Prefix
  readonly links: Cut
  readonly loopbacks: Prefix
}

/** `count` subnets of `length`, from the bottom of the pool. */
interface Cut {
  readonly length: number
  readonly count: number
}

/** Labs of different names get different pools, most of the time: they can run side by side. */
export const poolOf = (file: TopologyFile, family: Family): Pool => {
  const prefix = parsePrefix(file.addressing?.[family] ?? '') ?? defaultPool(file.name, family)
  return family === 'ipv4' ? cut(prefix, 29, prefix.length + 4) : cut(prefix, 64, 64)
}

/** Pools with a length above these have no room for a single link beside the loopbacks. */
export const LONGEST_POOL: Readonly<Record<Family, number>> = { ipv4: 26, ipv6: 63 }

const cut = (prefix: Prefix, linkLength: number, loopbackLength: number): Pool => {
  const last = (1n << BigInt(loopbackLength - prefix.length)) - 1n
  const loopbacks = subnetAt(prefix, loopbackLength, last)
  const count = (size(prefix) - size(loopbacks)) >> BigInt(WIDTH[prefix.family] - linkLength)
  return { prefix, links: { length: linkLength, count: Number(count) }, loopbacks }
}

const defaultPool = (name: string, family: Family): Prefix => {
  const random = createRandom(`addresses of lab ${name}`).fork(family)
  if (family === 'ipv4') {
    const second = BigInt(128 + random.integer(0, 111))
    return { family, bits: (10n << 24n) | (second << 16n), length: 16 }
  }
  // RFC 4193: fd00::/8, a global id of 40 bits, then subnets.
  const globalId = (BigInt(random.integer(0, 0xfffff)) << 20n) | BigInt(random.integer(0, 0xfffff))
  return { family, bits: (0xfdn << 120n) | (globalId << 80n), length: 48 }
}

/**
 * Addresses as bgpdump writes them. IPv6 differs from RFC 5952: a single group of zeros is
 * shortened too, and an IPv4-compatible address has a dotted quad.
 */
import { ipv4Text } from '../../../lib/address-text.ts'

export const dumpIpv4 = (octets: Uint8Array): string => ipv4Text(octets)

/** Octets that are missing count as zeros. */
export const dumpIpv6 = (octets: Uint8Array): string => {
  const groups = Array.from({ length: 8 }, (_, i) => group(octets, 2 * i))
  const quad = quadPrefix(groups)
  if (quad !== undefined) return `${quad}${dumpIpv4(octets.subarray(12))}`
  const { start, length } = longestZeros(groups)
  const hex = groups.map((value) => value.toString(16))
  if (length === 0) return hex.join(':')
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`
}

/** By the number of octets. */
export const dumpAddress = (octets: Uint8Array): string =>
  octets.length === 4 ? dumpIpv4(octets) : dumpIpv6(octets)

const group = (octets: Uint8Array, at: number): number =>
  ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0)

const quadPrefix = (groups: readonly number[]): string | undefined => {
  if (groups.slice(0, 5).some((value) => value !== 0)) return undefined
  if (groups[5] === 0xffff) return '::ffff:'
  const isCompatible = groups[5] === 0 && (groups[6] !== 0 || (groups[7] as number) > 1)
  return isCompatible ? '::' : undefined
}

const longestZeros = (groups: readonly number[]): { start: number; length: number } => {
  let best = { start: 0, length: 0 }
  let run = 0
  groups.forEach((value, i) => {
    run = value === 0 ? run + 1 : 0
    if (run > best.length) best = { start: i - run + 1, length: run }
  })
  return best
}

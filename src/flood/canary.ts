/**
 * Canaries: host routes that nobody else announces, one for each (source, burst, end). Each has a
 * path of its own, so that it is never packed with others, never the same as an old one, and always
 * forwarded; and it is known again by that path when its prefix is used for the second time.
 */
import { addressBytes } from '../bgp/nlri.ts'
import type { Family } from '../bgp/prefix.ts'
import { formatAddress, parseAddress } from '../bgp/prefix.ts'
import { InputError } from '../lib/errors.ts'
import { plainStream } from './synthetic/plain-stream.ts'
import { announceTemplate, PATH_BASE, type Sender } from './synthetic/template.ts'

/** Where canaries come from: 2^16 addresses around the seed, those behind it first. */
export interface CanaryRange {
  readonly family: Family
  /** First octets that all have in common: 2 of IPv4, 14 of IPv6. */
  readonly head: Uint8Array
  /** The last 16 bits of the seed. */
  readonly first: number
}

export const CANARIES = 65_536
/** In the upper half of the number in the AS path; updates have PATH_BASE there, and a little more. */
export const CANARY_BASE = 2 * PATH_BASE

/**
 * For IPv6 tables an IPv4 seed gives host routes in 2001:2:0:ffff::/64 (RFC 5180), because a device
 * may forward the two families independently of each other.
 */
export const canaryRange = (seed: string, family: Family): CanaryRange => {
  const address = parseAddress(seed)
  if (!address) throw new InputError(`canary seed ${seed} is no address`)
  if (address.family === 'ipv6' && family === 'ipv4')
    throw new InputError(`canary seed ${seed} is no IPv4 address, and the table is IPv4`)
  const text = address.family === family ? seed : `2001:2:0:ffff::${seed}`
  const octets = addressBytes(text)
  const end = octets.length
  return {
    family,
    head: octets.slice(0, end - 2),
    first: ((octets[end - 2] as number) << 8) | (octets[end - 1] as number),
  }
}

/** Place of canary `serial` in the range. */
export const canaryPlace = ({ first }: CanaryRange, serial: number): number =>
  (first + serial) % CANARIES

export const canaryPrefix = (range: CanaryRange, serial: number): string => {
  const octets = canaryOctets(range, serial)
  const bits = octets.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n)
  return `${formatAddress({ family: range.family, bits })}/${octets.length * 8}`
}

const canaryOctets = (range: CanaryRange, serial: number): Uint8Array => {
  const place = canaryPlace(range, serial)
  return Uint8Array.of(...range.head, place >> 8, place & 0xff)
}

/** The UPDATE. Its preference is below that of all updates, as in kakapo. */
export const canaryMessage = (range: CanaryRange, serial: number, sender: Sender): Uint8Array => {
  const octets = canaryOctets(range, serial)
  const template = announceTemplate(
    plainStream(1, { family: range.family, prefixLength: octets.length * 8 }),
    sender,
  )
  const bytes = template.bytes.slice()
  const view = new DataView(bytes.buffer)
  view.setUint32(template.preference, 100)
  view.setUint32(template.low, PATH_BASE + (serial % PATH_BASE))
  view.setUint32(template.high, CANARY_BASE + Math.floor(serial / PATH_BASE))
  bytes.set(octets, template.nlri + 1)
  return bytes
}

/**
 * IPv4 and IPv6 addresses and prefixes as numbers, and their one canonical text (IPv6: RFC 5952).
 * Parsing is strict: no leading zeros in IPv4 octets, no host bits in a prefix, no zone ids.
 */
export type Family = 'ipv4' | 'ipv6'

export interface Address {
  readonly family: Family
  /** The address as one number, first octet highest. */
  readonly bits: bigint
}

export interface Prefix extends Address {
  readonly length: number
}

/** Bits of an address. */
export const WIDTH: Readonly<Record<Family, number>> = { ipv4: 32, ipv6: 128 }

export const parseAddress = (text: string): Address | undefined => {
  const family: Family = text.includes(':') ? 'ipv6' : 'ipv4'
  const bits = family === 'ipv4' ? parseIpv4(text) : parseIpv6(text)
  return bits === undefined ? undefined : { family, bits }
}

/** `198.18.1.0/24`; undefined when it is no prefix or has bits set beyond its length. */
export const parsePrefix = (text: string): Prefix | undefined => {
  const parsed = parseAddressWithLength(text)
  return parsed && parsed.bits === network(parsed).bits ? parsed : undefined
}

/** `10.0.9.1/29`: an address with the length of its subnet; host bits are kept. */
export const parseAddressWithLength = (text: string): Prefix | undefined => {
  const [, head, tail] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? []
  const address = parseAddress(head ?? '')
  const length = Number(tail)
  return address && length <= WIDTH[address.family] ? { ...address, length } : undefined
}

export const formatAddress = ({ family, bits }: Address): string =>
  family === 'ipv4' ? formatIpv4(bits) : formatIpv6(bits)

export const formatPrefix = (prefix: Prefix): string => `${formatAddress(prefix)}/${prefix.length}`

/** The prefix with every bit beyond its length cleared. */
export const network = (prefix: Prefix): Prefix => {
  const host = hostBits(prefix)
  return { ...prefix, bits: (prefix.bits >> host) << host }
}

/** Is the address, or the whole of the other prefix, inside the prefix? */
export const contains = (prefix: Prefix, inner: Address | Prefix): boolean => {
  if (prefix.family !== inner.family) return false
  if ('length' in inner && inner.length < prefix.length) return false
  const host = hostBits(prefix)
  return prefix.bits >> host === inner.bits >> host
}

export const overlaps = (a: Prefix, b: Prefix): boolean => contains(a, b) || contains(b, a)

/** How many addresses the prefix holds. */
export const size = (prefix: Prefix): bigint => 1n << hostBits(prefix)

/** The n-th address of the prefix, from 0; a negative n counts from the end (-1 is the last). */
export const addressAt = (prefix: Prefix, n: number | bigint): Address => {
  const index = BigInt(n) < 0n ? size(prefix) + BigInt(n) : BigInt(n)
  if (index < 0n || index >= size(prefix))
    throw new RangeError(`${formatPrefix(prefix)} has no address number ${n}`)
  return { family: prefix.family, bits: network(prefix).bits + index }
}

/** The n-th part of the prefix when it is cut into prefixes of `length`. */
export const subnetAt = (prefix: Prefix, length: number, n: number | bigint): Prefix => {
  const step = 1n << BigInt(WIDTH[prefix.family] - length)
  return { ...addressAt(prefix, BigInt(n) * step), length }
}

const hostBits = ({ family, length }: Prefix): bigint => BigInt(WIDTH[family] - length)

const parseIpv4 = (text: string): bigint | undefined => {
  const parts = text.split('.')
  if (parts.length !== 4 || !parts.every(isOctet)) return undefined
  return parts.reduce((bits, part) => (bits << 8n) | BigInt(part), 0n)
}

const isOctet = (text: string): boolean => /^(0|[1-9]\d{0,2})$/.test(text) && Number(text) <= 255

const parseIpv6 = (text: string): bigint | undefined => {
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head, tail] = halves.map((half, i) => groups(half, i === halves.length - 1))
  if (!head || (halves.length === 2 && !tail)) return undefined
  const zeros = 8 - head.length - (tail?.length ?? 0)
  if (halves.length === 2 ? zeros < 1 : zeros !== 0) return undefined
  return join([...head, ...new Array<bigint>(zeros).fill(0n), ...(tail ?? [])])
}

/** The 16-bit groups of one side of `::`; a dotted quad may stand for the last two. */
const groups = (half: string, last: boolean): bigint[] | undefined => {
  if (half === '') return []
  const parts = half.split(':')
  const quad = last ? parseIpv4(parts.at(-1) ?? '') : undefined
  if (quad !== undefined) parts.pop()
  if (!parts.every((part) => /^[0-9a-fA-F]{1,4}$/.test(part))) return undefined
  const values = parts.map((part) => BigInt(`0x${part}`))
  return quad === undefined ? values : [...values, quad >> 16n, quad & 0xffffn]
}

const join = (values: readonly bigint[]): bigint =>
  values.reduce((bits, value) => (bits << 16n) | value, 0n)

const formatIpv4 = (bits: bigint): string =>
  [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 0xffn).join('.')

const formatIpv6 = (bits: bigint): string => {
  // RFC 5952 section 5: the IPv4-mapped prefix is shown with a dotted quad.
  if (bits >> 32n === 0xffffn) return `::ffff:${formatIpv4(bits & 0xffffffffn)}`
  const text = Array.from({ length: 8 }, (_, i) => (bits >> BigInt(112 - 16 * i)) & 0xffffn)
  const run = longestZeros(text)
  const hex = (part: readonly bigint[]) => part.map((value) => value.toString(16)).join(':')
  if (run.length < 2) return hex(text)
  return `${hex(text.slice(0, run.start))}::${hex(text.slice(run.start + run.length))}`
}

/** RFC 5952 section 4.2.3: the longest run of zero groups, the first of equals. */
const longestZeros = (values: readonly bigint[]): { start: number; length: number } => {
  let best = { start: 0, length: 0 }
  let length = 0
  values.forEach((value, i) => {
    length = value === 0n ? length + 1 : 0
    if (length > best.length) best = { start: i - length + 1, length }
  })
  return best
}

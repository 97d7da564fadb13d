/**
 * Tells UPDATEs of a load from those of the lab by their prefixes, without decoding them: under load
 * there may be a hundred thousand a second, of which only the number is of interest.
 */
import { type Prefix, parsePrefix, WIDTH } from '../bgp/prefix.ts'

/** What an UPDATE says of the load and of nothing else. */
export interface LoadShare {
  readonly announced: number
  readonly withdrawn: number
}

export interface LoadRanges {
  /** Undefined for every message that says anything of a prefix outside, or that is no whole UPDATE. */
  shareOf(message: Uint8Array): LoadShare | undefined
  /** Is the prefix, in canonical text, one of the load? */
  has(prefix: string): boolean
}

export const loadRanges = (texts: readonly string[]): LoadRanges => {
  const prefixes = texts.flatMap((text) => parsePrefix(text) ?? [])
  const of = (family: Prefix['family']) =>
    prefixes.filter((prefix) => prefix.family === family).map(rangeOf)
  const ranges = { ipv4: of('ipv4'), ipv6: of('ipv6') }
  return {
    shareOf: (message) => shareOf(message, ranges),
    has: (text) => {
      const prefix = parsePrefix(text)
      return prefix !== undefined && isIn(octetsOf(prefix), 0, prefix.length, ranges[prefix.family])
    },
  }
}

interface Range {
  readonly octets: Uint8Array
  readonly length: number
}

type Ranges = Readonly<Record<Prefix['family'], readonly Range[]>>

const rangeOf = (prefix: Prefix): Range => ({ octets: octetsOf(prefix), length: prefix.length })

const octetsOf = ({ family, bits }: Prefix): Uint8Array => {
  const octets = new Uint8Array(WIDTH[family] / 8)
  for (let at = octets.length - 1, left = bits; at >= 0; at--, left >>= 8n)
    octets[at] = Number(left & 0xffn)
  return octets
}

const UPDATE = 2
const [MP_REACH, MP_UNREACH] = [14, 15]

/** RFC 4271 section 4.3: withdrawn routes, attributes, announced prefixes; each length first. */
const shareOf = (message: Uint8Array, ranges: Ranges): LoadShare | undefined => {
  const end = message.length
  if (end < 23 || message[18] !== UPDATE) return undefined
  const attributesAt = 21 + u16(message, 19)
  if (attributesAt + 2 > end) return undefined
  const prefixesAt = attributesAt + 2 + u16(message, attributesAt)
  if (prefixesAt > end) return undefined
  const withdrawn = countIn(message, 21, attributesAt, ranges.ipv4)
  const announced = countIn(message, prefixesAt, end, ranges.ipv4)
  if (withdrawn < 0 || announced < 0) return undefined
  // Attributes with both kinds of prefixes would be odd, but must not be lost.
  const more = ranges.ipv6.length > 0 || announced + withdrawn === 0
  const multi = more ? multiprotocol(message, attributesAt + 2, prefixesAt, ranges) : NONE
  if (!multi) return undefined
  const share = { announced: announced + multi.announced, withdrawn: withdrawn + multi.withdrawn }
  // An End-of-RIB marker is nobody's.
  return share.announced + share.withdrawn > 0 ? share : undefined
}

const NONE: LoadShare = { announced: 0, withdrawn: 0 }

/** MP_REACH_NLRI and MP_UNREACH_NLRI (RFC 4760 sections 3 and 4) of IPv6 unicast. */
const multiprotocol = (
  message: Uint8Array,
  from: number,
  end: number,
  { ipv6 }: Ranges,
): LoadShare | undefined => {
  let [announced, withdrawn] = [0, 0]
  for (let at = from; at + 3 <= end; ) {
    const isLong = ((message[at] as number) & 0x10) !== 0
    const value = at + (isLong ? 4 : 3)
    const next = value + (isLong ? u16(message, at + 2) : (message[at + 2] as number))
    if (next > end) return undefined
    const type = message[at + 1]
    if (type === MP_REACH || type === MP_UNREACH) {
      if (u16(message, value) !== 2 || message[value + 2] !== 1) return undefined
      const nlri = type === MP_REACH ? value + 5 + (message[value + 3] as number) : value + 3
      const count = countIn(message, nlri, next, ipv6)
      if (count < 0) return undefined
      if (type === MP_REACH) announced += count
      else withdrawn += count
    }
    at = next
  }
  return { announced, withdrawn }
}

/** How many prefixes stand there; -1 when one of them is outside, or ends outside the message. */
const countIn = (
  bytes: Uint8Array,
  from: number,
  end: number,
  ranges: readonly Range[],
): number => {
  let count = 0
  for (let at = from; at < end; count++) {
    const length = bytes[at] as number
    const next = at + 1 + ((length + 7) >> 3)
    if (next > end || !isIn(bytes, at + 1, length, ranges)) return -1
    at = next
  }
  return count
}

const isIn = (bytes: Uint8Array, at: number, length: number, ranges: readonly Range[]): boolean => {
  for (const range of ranges)
    if (length >= range.length && startsWith(bytes, at, range)) return true
  return false
}

const startsWith = (bytes: Uint8Array, at: number, { octets, length }: Range): boolean => {
  const whole = length >> 3
  for (let i = 0; i < whole; i++) if (bytes[at + i] !== octets[i]) return false
  const bits = length & 7
  if (bits === 0) return true
  return (
    (((bytes[at + whole] as number) ^ (octets[whole] as number)) & (0xff00 >> bits) & 0xff) === 0
  )
}

const u16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number)

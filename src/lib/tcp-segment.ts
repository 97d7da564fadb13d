/** From a captured frame to the TCP segment in it: Linux cooked capture or Ethernet, IPv4 or IPv6. */
import { ipv4Text, ipv6Text } from './address-text.ts'

export interface TcpSegment {
  readonly source: string
  readonly destination: string
  readonly sourcePort: number
  readonly destinationPort: number
  readonly sequence: number
  /** The octet that the sender expects next; absent before it knows any. */
  readonly acknowledgement?: number
  readonly syn: boolean
  readonly fin: boolean
  readonly rst: boolean
  readonly payload: Uint8Array
  /** The checksum holds, or is left to an offload that has not run yet (as on a veth pair). */
  readonly intact: boolean
}

/** Undefined for everything that is not a whole TCP header over IP. Never throws. */
export const readTcpSegment = (frame: Uint8Array, linkType: number): TcpSegment | undefined => {
  const network = stripLink(frame, linkType)
  if (!network) return undefined
  const transport = network.etherType === 0x0800 ? readIpv4(network.bytes) : readIpv6(network)
  return transport && readTcp(transport)
}

interface Network {
  readonly etherType: number
  readonly bytes: Uint8Array
}

interface Transport {
  readonly source: string
  readonly destination: string
  /** Source and destination address as they stand in the header, for the pseudo header. */
  readonly addresses: Uint8Array
  readonly bytes: Uint8Array
  /** Not all of the packet was captured. */
  readonly cut: boolean
}

const LINKTYPE_ETHERNET = 1
const LINKTYPE_LINUX_SLL = 113
const LINKTYPE_LINUX_SLL2 = 276
const VLAN = 0x8100

const stripLink = (frame: Uint8Array, linkType: number): Network | undefined => {
  if (linkType === LINKTYPE_LINUX_SLL) return network(frame, 14, 16)
  if (linkType === LINKTYPE_LINUX_SLL2) return network(frame, 0, 20)
  if (linkType !== LINKTYPE_ETHERNET) return undefined
  return u16(frame, 12) === VLAN ? network(frame, 16, 18) : network(frame, 12, 14)
}

const network = (frame: Uint8Array, typeAt: number, header: number): Network | undefined =>
  frame.length < header
    ? undefined
    : { etherType: u16(frame, typeAt), bytes: frame.subarray(header) }

const TCP = 6

const readIpv4 = (bytes: Uint8Array): Transport | undefined => {
  const header = ((bytes[0] ?? 0) & 0x0f) * 4
  if (bytes.length < 20 || (bytes[0] ?? 0) >> 4 !== 4 || header < 20 || bytes[9] !== TCP)
    return undefined
  // Fragments: a BGP session's segments fit the path, so a fragment is not worth putting together.
  if ((u16(bytes, 6) & 0x3fff) !== 0) return undefined
  // A segment that the kernel has not cut up yet may be too long for the field, which is then 0.
  const total = u16(bytes, 2) || bytes.length
  return {
    source: ipv4Text(bytes, 12),
    destination: ipv4Text(bytes, 16),
    addresses: bytes.subarray(12, 20),
    bytes: bytes.subarray(header, Math.max(header, total)),
    cut: total > bytes.length,
  }
}

const IPV6_OPTIONS = new Set([0, 43, 60])

const readIpv6 = ({ etherType, bytes }: Network): Transport | undefined => {
  if (etherType !== 0x86dd || bytes.length < 40) return undefined
  let next = bytes[6] ?? 0
  let at = 40
  while (IPV6_OPTIONS.has(next) && at + 1 < bytes.length) {
    next = bytes[at] ?? 0
    at += ((bytes[at + 1] ?? 0) + 1) * 8
  }
  if (next !== TCP) return undefined
  const length = u16(bytes, 4)
  const end = length === 0 ? bytes.length : 40 + length
  return {
    source: ipv6Text(bytes, 8),
    destination: ipv6Text(bytes, 24),
    addresses: bytes.subarray(8, 40),
    bytes: bytes.subarray(at, Math.max(at, end)),
    cut: end > bytes.length,
  }
}

const readTcp = ({
  source,
  destination,
  addresses,
  bytes,
  cut,
}: Transport): TcpSegment | undefined => {
  const header = ((bytes[12] ?? 0) >> 4) * 4
  if (bytes.length < 20 || header < 20 || bytes.length < header) return undefined
  const flags = bytes[13] ?? 0
  return {
    source,
    destination,
    sourcePort: u16(bytes, 0),
    destinationPort: u16(bytes, 2),
    sequence: u32(bytes, 4),
    ...((flags & 0x10) !== 0 && { acknowledgement: u32(bytes, 8) }),
    syn: (flags & 0x02) !== 0,
    fin: (flags & 0x01) !== 0,
    rst: (flags & 0x04) !== 0,
    payload: bytes.subarray(header),
    intact: cut || checksumHolds(addresses, bytes),
  }
}

/**
 * RFC 9293 section 3.1. Before an offload runs, the field holds only the sum of the pseudo header:
 * that is what a capture on a veth pair shows, and no sign of damage.
 */
const checksumHolds = (addresses: Uint8Array, tcp: Uint8Array): boolean => {
  const pseudo = fold(sum16(addresses) + TCP + (tcp.length >>> 16) + (tcp.length & 0xffff))
  return u16(tcp, 16) === pseudo || fold(pseudo + sum16(tcp)) === 0xffff
}

const sum16 = (bytes: Uint8Array): number => {
  let sum = 0
  const even = bytes.length & ~1
  for (let at = 0; at < even; at += 2)
    sum += ((bytes[at] as number) << 8) | (bytes[at + 1] as number)
  return bytes.length === even ? sum : sum + ((bytes[even] as number) << 8)
}

const fold = (sum: number): number => {
  let folded = sum
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000)
  return folded
}

const u16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 0x10000 + u16(bytes, at + 2)

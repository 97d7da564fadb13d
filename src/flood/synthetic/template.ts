/**
 * The UPDATE of a synthetic stream, encoded once, and where in it the octets are that differ from
 * update to update. Attributes stand in kakapo's order; for IPv4 with nothing added the message has
 * kakapo's size: 59 octets and the prefixes.
 */
import { addressBytes } from '../../bgp/nlri.ts'
import { type Family, parseAddress } from '../../bgp/prefix.ts'
import { createWriter, type Writer } from '../../bgp/writer.ts'
import { InputError } from '../../lib/errors.ts'
import type { SyntheticStream } from '../types.ts'

export interface Template {
  readonly bytes: Uint8Array
  /** Offsets of 32-bit fields: LOCAL_PREF or MED, and the two numbers at the end of the AS path. */
  readonly preference: number
  readonly low: number
  readonly high: number
  /** Offset of the first prefix (its length octet), octets of one prefix with that. */
  readonly nlri: number
  readonly prefixOctets: number
}

/** What a template takes from its session. */
export interface Sender {
  readonly nextHop: string
  /** 1 for the first source: the first AS number of an iBGP path, as in kakapo. */
  readonly index: number
  readonly asn: number
  readonly internal: boolean
}

export const LARGEST_MESSAGE = 4096
/** Numbers of 10^7 and more cannot be taken for an AS number of the network. */
export const PATH_BASE = 10_000_000

export const announceTemplate = (stream: SyntheticStream, sender: Sender): Template => {
  const mark = { preference: 0, low: 0, high: 0, nlri: 0 }
  const { family, groupSize } = stream
  const prefixOctets = 1 + Math.ceil(stream.prefixLength / 8)
  const bytes = update((w) => {
    w.u16(0).sized16((attributes) => {
      attribute(attributes, 0x40, 1, (v) => v.u8(2))
      attribute(attributes, sender.internal ? 0x40 : 0x80, sender.internal ? 5 : 4, (v) => v.u32(0))
      mark.preference = attributes.length - 4
      if (family === 'ipv4')
        attribute(attributes, 0x40, 3, (v) => v.bytes(addressBytes(sender.nextHop)))
      attribute(attributes, 0x50, 2, (v) => asPath(v, stream, sender))
      mark.low = attributes.length - 8
      mark.high = attributes.length - 4
      communities(attributes, stream)
      if (family === 'ipv6') {
        attribute(attributes, 0x90, 14, (v) => {
          v.u16(2)
            .u8(1)
            .sized8((hop) => hop.bytes(ipv6NextHop(sender.nextHop)))
            .u8(0)
          mark.nlri = v.length
          prefixes(v, stream)
        })
      }
    })
    if (family === 'ipv4') {
      mark.nlri = w.length
      prefixes(w, stream)
    }
  })
  checkSize(bytes.length, groupSize, prefixOctets)
  return { bytes, ...mark, prefixOctets }
}

export const withdrawTemplate = (stream: SyntheticStream): Template => {
  const prefixOctets = 1 + Math.ceil(stream.prefixLength / 8)
  let nlri = 0
  const bytes = update((w) => {
    if (stream.family === 'ipv4') {
      w.sized16((routes) => {
        nlri = routes.length
        prefixes(routes, stream)
      }).u16(0)
      return
    }
    w.u16(0).sized16((attributes) =>
      attribute(attributes, 0x90, 15, (v) => {
        v.u16(2).u8(1)
        nlri = v.length
        prefixes(v, stream)
      }),
    )
  })
  return { bytes, preference: 0, low: 0, high: 0, nlri, prefixOctets }
}

/** End-of-RIB (RFC 4724 section 2). */
export const endOfRib = (family: Family): Uint8Array =>
  family === 'ipv4'
    ? update((w) => w.u16(0).u16(0))
    : update((w) => w.u16(0).sized16((a) => attribute(a, 0x80, 15, (v) => v.u16(2).u8(1))))

/** A header, and the body that `fill` writes behind it. */
const update = (fill: (writer: Writer) => unknown): Uint8Array => {
  const writer = createWriter().bytes(new Uint8Array(16).fill(0xff)).u16(0).u8(2)
  fill(writer)
  const bytes = writer.take()
  new DataView(bytes.buffer).setUint16(16, bytes.length)
  return bytes
}

/** The flag 0x10 says that the length has two octets (RFC 4271 section 4.3). */
const attribute = (
  writer: Writer,
  flags: number,
  code: number,
  fill: (writer: Writer) => unknown,
): Writer => {
  writer.u8(flags).u8(code)
  return flags & 0x10 ? writer.sized16(fill) : writer.sized8(fill)
}

const asPath = (writer: Writer, stream: SyntheticStream, sender: Sender): void => {
  writer
    .u8(2)
    .u8(stream.pathLength)
    .u32(sender.internal ? sender.index : sender.asn)
  for (let i = 3; i < stream.pathLength; i++) writer.u32(PRIVATE_ASN + i)
  writer.u32(0).u32(0)
}

/** Between the first AS and the numbers: from the range of RFC 6996. */
const PRIVATE_ASN = 4_200_000_000

const communities = (writer: Writer, stream: SyntheticStream): void => {
  list(writer, 8, stream.communities, (v, i) => v.u16(64_512).u16(i))
  // 0x0002: route target of a two-octet AS (RFC 4360 section 4).
  list(writer, 16, stream.extendedCommunities, (v, i) => v.u16(2).u16(64_512).u32(i))
  list(writer, 32, stream.largeCommunities, (v, i) => v.u32(PRIVATE_ASN).u32(0).u32(i))
}

const list = (
  writer: Writer,
  code: number,
  count: number,
  each: (writer: Writer, i: number) => unknown,
): void => {
  if (count === 0) return
  attribute(writer, 0xd0, code, (v) => {
    for (let i = 1; i <= count; i++) each(v, i)
  })
}

const prefixes = (writer: Writer, { groupSize, prefixLength }: SyntheticStream): void => {
  const address = new Uint8Array(Math.ceil(prefixLength / 8))
  for (let i = 0; i < groupSize; i++) writer.u8(prefixLength).bytes(address)
}

/** An IPv4 address as next hop of IPv6 routes is mapped (RFC 4291 section 2.5.5.2). */
const ipv6NextHop = (address: string): Uint8Array =>
  addressBytes(parseAddress(address)?.family === 'ipv4' ? `::ffff:${address}` : address)

const checkSize = (octets: number, groupSize: number, prefixOctets: number): void => {
  if (octets <= LARGEST_MESSAGE) return
  const fits = groupSize - Math.ceil((octets - LARGEST_MESSAGE) / prefixOctets)
  throw new InputError(
    `${groupSize} prefixes make an UPDATE of ${octets} octets; ${LARGEST_MESSAGE} are allowed (RFC 4271 section 4.1)`,
    { hint: fits > 0 ? `${fits} prefixes in an UPDATE fit` : 'fewer communities, a shorter path' },
  )
}

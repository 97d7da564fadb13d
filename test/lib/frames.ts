/** Makes what tcpdump would have written: TCP segments in frames in a pcap file. */
import { addressBytes } from '../../src/bgp/nlri.ts'
import { createWriter } from '../../src/bgp/writer.ts'

export interface Segment {
  readonly from?: string
  readonly to?: string
  readonly ports?: readonly [number, number]
  readonly sequence: number
  readonly acknowledges?: number
  readonly flags?: 'syn' | 'fin' | 'rst'
  readonly payload?: Uint8Array
}

export const LINK = { ethernet: 1, sll: 113, sll2: 276 } as const
const FLAGS = { none: 0x10, syn: 0x02, fin: 0x11, rst: 0x04 } as const

/** A frame of the given link type with a correct TCP checksum. */
export const frame = (segment: Segment, linkType: number = LINK.sll2): Uint8Array => {
  const { from = '10.0.0.2', to = '10.0.0.1', payload = new Uint8Array(0) } = segment
  const [source, destination] = [addressBytes(from), addressBytes(to)]
  const tcp = tcpOf(segment, payload)
  const sum = ~fold(sum16(source) + sum16(destination) + 6 + tcp.length + sum16(tcp))
  tcp[16] = sum >> 8
  tcp[17] = sum
  const isIpv4 = source.length === 4
  const writer = createWriter().bytes(link(linkType, isIpv4 ? 0x0800 : 0x86dd))
  if (isIpv4) {
    writer
      .u8(0x45)
      .u8(0)
      .u16(20 + tcp.length)
      .u32(0)
      .u8(64)
      .u8(6)
      .u16(0)
  } else writer.u32(0x60000000).u16(tcp.length).u8(6).u8(64)
  return writer.bytes(source).bytes(destination).bytes(tcp).take()
}

export interface PcapOptions {
  readonly little?: boolean
  readonly nanoseconds?: boolean
  readonly linkType?: number
}

/** A pcap file; times in microseconds since the epoch. */
export const pcap = (
  packets: readonly { readonly atUs: number; readonly bytes: Uint8Array }[],
  { little = true, nanoseconds = false, linkType = LINK.sll2 }: PcapOptions = {},
): Uint8Array => {
  const words = (...values: readonly number[]): Uint8Array => {
    const view = new DataView(new ArrayBuffer(4 * values.length))
    for (const [i, value] of values.entries()) view.setUint32(4 * i, value, little)
    return new Uint8Array(view.buffer)
  }
  const version = little ? 0x00040002 : 0x00020004
  const writer = createWriter().bytes(
    words(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, version, 0, 0, 262144, linkType),
  )
  for (const { atUs, bytes } of packets) {
    const fraction = (atUs % 1_000_000) * (nanoseconds ? 1000 : 1)
    writer.bytes(words(Math.floor(atUs / 1_000_000), fraction, bytes.length, bytes.length))
    writer.bytes(bytes)
  }
  return writer.take()
}

const tcpOf = (
  { sequence, acknowledges = 0, flags, ports = [179, 40000] }: Segment,
  payload: Uint8Array,
) =>
  createWriter()
    .u16(ports[0])
    .u16(ports[1])
    .u32(sequence)
    .u32(acknowledges)
    .u8(0x50)
    .u8(FLAGS[flags ?? 'none'])
    .u16(65535)
    .u32(0)
    .bytes(payload)
    .take()

const link = (linkType: number, etherType: number): Uint8Array => {
  const header = new Uint8Array(linkType === LINK.sll2 ? 20 : linkType === LINK.sll ? 16 : 14)
  const at = linkType === LINK.sll2 ? 0 : header.length - 2
  header[at] = etherType >> 8
  header[at + 1] = etherType
  return header
}

const sum16 = (bytes: Uint8Array): number =>
  bytes.reduce((sum, octet, i) => sum + (i % 2 === 0 ? octet << 8 : octet), 0)

const fold = (sum: number): number => (sum > 0xffff ? fold((sum & 0xffff) + (sum >>> 16)) : sum)

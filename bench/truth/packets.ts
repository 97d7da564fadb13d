/**
 * A capture file of tcpdump, read on its own terms: this and its neighbours share no code with what a run
 * measures with, so that a mistake there does not stand here too.
 */

export interface Packet {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly source: string
  readonly destination: string
  readonly ports: readonly [source: number, destination: number]
  readonly sequence: number
  /** Absent without the flag ACK. */
  readonly expects: number | undefined
  readonly syn: boolean
  readonly rst: boolean
  readonly data: Buffer
}

const HEADER = 24
const RECORD = 16
const MAGIC_NANOSECONDS = 0xa1b23c4d
/** Octets before the IP header, and where in them the EtherType stands, by LINKTYPE_ number. */
const LINKS: Readonly<Record<number, readonly [octets: number, type: number]>> = {
  1: [14, 12],
  113: [16, 14],
  276: [20, 0],
}

/** TCP over IPv4 in a file with nanoseconds of this machine's byte order. A last record that was cut off is left out. */
export const readPackets = (file: Buffer): readonly Packet[] => {
  if (file.length < HEADER || file.readUInt32LE(0) !== MAGIC_NANOSECONDS)
    throw new Error('not a capture with nanoseconds in the byte order of this machine')
  const link = LINKS[file.readUInt32LE(20) & 0xffff]
  if (!link) throw new Error(`link type ${file.readUInt32LE(20)} is unknown here`)
  const packets: Packet[] = []
  for (let at = HEADER; at + RECORD <= file.length; ) {
    const length = file.readUInt32LE(at + 8)
    const frame = file.subarray(at + RECORD, at + RECORD + length)
    if (frame.length < length) break
    const packet = readFrame(frame, link)
    const stamp = file.readUInt32LE(at) * 1e3 + file.readUInt32LE(at + 4) / 1e6
    if (packet) packets.push({ at: stamp, ...packet })
    at += RECORD + length
  }
  return packets
}

const readFrame = (
  frame: Buffer,
  [octets, type]: readonly [number, number],
): Omit<Packet, 'at'> | undefined => {
  if (frame.length < octets + 40 || frame.readUInt16BE(type) !== 0x0800) return undefined
  const ip = frame.subarray(octets)
  const total = ip.readUInt16BE(2) || ip.length
  const tcp = ip.subarray((ip.readUInt8(0) & 0x0f) * 4, total)
  if (ip.readUInt8(9) !== 6 || tcp.length < 20) return undefined
  const flags = tcp.readUInt8(13)
  return {
    source: [...ip.subarray(12, 16)].join('.'),
    destination: [...ip.subarray(16, 20)].join('.'),
    ports: [tcp.readUInt16BE(0), tcp.readUInt16BE(2)],
    sequence: tcp.readUInt32BE(4),
    expects: flags & 0x10 ? tcp.readUInt32BE(8) : undefined,
    syn: (flags & 0x02) !== 0,
    rst: (flags & 0x04) !== 0,
    data: tcp.subarray((tcp.readUInt8(12) >> 4) * 4),
  }
}

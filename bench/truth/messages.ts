/** BGP messages in captured packets: what the receivers' TCP acknowledged, with the time of the last octet that it waited for. */
import type { Packet } from './packets.ts'

export interface Message {
  /** When the receiver had all of it and of what came before, milliseconds since the epoch. */
  readonly at: number
  readonly from: string
  readonly to: string
  /** RFC 4271 section 4.1: 1 OPEN, 2 UPDATE, 3 NOTIFICATION, 4 KEEPALIVE. */
  readonly type: number
  readonly octets: number
  /** Of an UPDATE: it names prefixes, so it is not an End-of-RIB. */
  readonly routes: boolean
  /** Whether the receiver said that it has it; it may be cut off first. */
  readonly acknowledged: boolean
}

/** In the order of time. `packets`: of one place, both directions, in the order of the file. */
export const readMessages = (packets: readonly Packet[]): readonly Message[] =>
  [...streamsOf(packets).values()].flatMap(messagesOf).sort((a, b) => a.at - b.at)

/** One direction of one connection. Octets are counted from the first that was seen. */
interface Stream {
  readonly from: string
  readonly to: string
  readonly base: number
  readonly parts: { readonly start: number; readonly data: Buffer; readonly at: number }[]
  readonly known: { readonly upTo: number; readonly at: number }[]
}

const streamsOf = (packets: readonly Packet[]): ReadonlyMap<string, Stream> => {
  const streams = new Map<string, Stream>()
  /** How often these two pairs of address and port began anew. */
  const lives = new Map<string, { readonly first: number; readonly count: number }>()
  const nameOf = (pair: string) => `${pair} ${lives.get(pair)?.count ?? 0}`
  for (const packet of packets) {
    const { at, source, destination, ports, sequence, expects, syn, rst, data } = packet
    const pair = `${source}:${ports[0]} ${destination}:${ports[1]}`
    const life = lives.get(pair)
    if (syn && life?.first !== sequence)
      lives.set(pair, { first: sequence, count: (life?.count ?? 0) + 1 })
    if (data.length > 0) {
      const stream = streams.get(nameOf(pair)) ?? {
        ...{ from: source, to: destination, base: sequence },
        ...{ parts: [], known: [] },
      }
      streams.set(nameOf(pair), stream)
      stream.parts.push({ start: (sequence - stream.base) | 0, data, at })
    }
    const other = streams.get(nameOf(`${destination}:${ports[1]} ${source}:${ports[0]}`))
    if (other && expects !== undefined && !rst)
      other.known.push({ upTo: (expects - other.base) | 0, at })
  }
  return streams
}

const NEVER = Number.POSITIVE_INFINITY

const messagesOf = ({ from, to, parts, known }: Stream): readonly Message[] => {
  const length = Math.max(0, ...parts.map(({ start, data }) => start + data.length))
  const octets = Buffer.alloc(length)
  const acknowledgedAt = acknowledgements(known, length)
  const arrivedAt = new Float64Array(length).fill(NEVER)
  for (const { start, data, at } of parts)
    for (let index = Math.max(0, -start); index < data.length; index++) {
      const place = start + index
      // A copy that comes when the receiver has it already is no news; an earlier one may have been dropped.
      if (at > (acknowledgedAt[place] as number)) continue
      arrivedAt[place] = at
      octets[place] = data[index] as number
    }
  // TCP delivers in order: nothing is there before all that precedes it.
  for (let place = 1; place < length; place++)
    arrivedAt[place] = Math.max(arrivedAt[place] as number, arrivedAt[place - 1] as number)
  return cut(octets).map(({ start, end }) => ({
    ...{ at: arrivedAt[end - 1] as number, from, to, octets: end - start },
    type: octets.readUInt8(start + 18),
    routes: hasRoutes(octets.subarray(start, end)),
    acknowledged: acknowledgedAt[end - 1] !== NEVER && arrivedAt[end - 1] !== NEVER,
  }))
}

/** For each octet, when the receiver first said that it has it. */
const acknowledgements = (known: Stream['known'], length: number): Float64Array => {
  const times = new Float64Array(length).fill(NEVER)
  let done = 0
  for (const { upTo, at } of known) for (; done < Math.min(upTo, length); done++) times[done] = at
  return times
}

const MARKER = Buffer.alloc(16, 0xff)

/** RFC 4271 section 4.1. The capture may have begun in the middle of a message: it is looked for. */
const cut = (octets: Buffer): readonly { readonly start: number; readonly end: number }[] => {
  const found: { start: number; end: number }[] = []
  for (let start = octets.indexOf(MARKER); start >= 0 && start + 19 <= octets.length; ) {
    const end = start + octets.readUInt16BE(start + 16)
    if (end > octets.length || end < start + 19) break
    found.push({ start, end })
    start = octets.indexOf(MARKER, end)
  }
  return found
}

const MP_REACH = 14
const MP_UNREACH = 15

/** RFC 4271 section 4.3 and RFC 4760: withdrawn routes, NLRI, or the attributes that have them for other families. */
const hasRoutes = (message: Buffer): boolean => {
  if (message.readUInt8(18) !== 2 || message.length < 23) return false
  const withdrawn = message.readUInt16BE(19)
  const attributes = message.readUInt16BE(21 + withdrawn)
  const begin = 23 + withdrawn
  if (withdrawn > 0 || message.length > begin + attributes) return true
  for (let at = begin; at + 3 < begin + attributes; ) {
    const wide = (message.readUInt8(at) & 0x10) !== 0
    const length = wide ? message.readUInt16BE(at + 2) : message.readUInt8(at + 2)
    const code = message.readUInt8(at + 1)
    if (code === MP_REACH || (code === MP_UNREACH && length > 3)) return true
    at += (wide ? 4 : 3) + length
  }
  return false
}

/**
 * What the receiver of one direction of a TCP connection got. A capture sees packets before the
 * receiver's packet filter does: some of them are dropped, and come again. So a segment counts when
 * the receiver has acknowledged it (RFC 9293 section 3.4), with the time of its last copy until then.
 */
import { createTcpStream, type StreamEvent, type StreamSegment } from './tcp-stream.ts'

export interface TcpReceiver {
  /** A segment on its way to the receiver. */
  arrived(segment: StreamSegment, atMs: number): StreamEvent[]
  /** The receiver expects the octet of this number next. */
  acknowledged(number: number): StreamEvent[]
}

/** A reset can overtake the acknowledgement of what came before it: kernels delay it by up to this. */
const DELAYED_ACK_MS = 200

export const createTcpReceiver = (): TcpReceiver => {
  const stream = createTcpStream()
  /** Nothing was heard of the receiver while false: then what arrives counts at once. */
  let isHeard = false
  let pending: Arrival[] = []

  const release = (arrivals: readonly Arrival[]): StreamEvent[] =>
    arrivals.flatMap(({ segment, atMs }) => stream.push(segment, atMs))

  return {
    arrived(segment, atMs) {
      if (segment.rst) {
        const recent = pending.filter((arrival) => atMs - arrival.atMs < DELAYED_ACK_MS)
        pending = []
        return [...release(recent), ...stream.push(segment, atMs)]
      }
      if (segment.syn) {
        pending = []
        isHeard = false
      }
      if (!isHeard) return stream.push(segment, atMs)
      if (segment.payload.length === 0 && !segment.fin) return []
      const copy = { ...segment, payload: segment.payload.slice() }
      pending = [...pending.flatMap((earlier) => without(earlier, copy)), { segment: copy, atMs }]
      return []
    },
    acknowledged(number) {
      isHeard = true
      const parts = pending.map((arrival) => split(arrival, number))
      pending = parts.flatMap(({ open }) => open)
      return release(parts.flatMap(({ done }) => done))
    },
  }
}

interface Arrival {
  readonly segment: StreamSegment
  readonly atMs: number
}

/** The part before the sequence number, which is acknowledged, and the one that is not yet. */
const split = (
  { segment, atMs }: Arrival,
  number: number,
): { readonly done: Arrival[]; readonly open: Arrival[] } => {
  const known = distance(segment.sequence, number)
  if (known <= 0) return { done: [], open: [{ segment, atMs }] }
  const { length } = segment.payload
  // A FIN stands behind the octets and has a number of its own.
  if (known > length || (known === length && !segment.fin))
    return { done: [{ segment, atMs }], open: [] }
  return {
    done: [{ segment: { ...cut(segment, 0, known), fin: false }, atMs }],
    open: [{ segment: cut(segment, known, length), atMs }],
  }
}

/** What an earlier arrival has and a later copy has not. */
const without = ({ segment, atMs }: Arrival, copy: StreamSegment): Arrival[] => {
  const { length } = segment.payload
  const from = distance(segment.sequence, copy.sequence)
  const to = from + copy.payload.length
  if (from >= length || to <= 0) return copy.fin && segment.fin ? [] : [{ segment, atMs }]
  const parts = [
    ...(from > 0 ? [cut(segment, 0, from)] : []),
    ...(to < length ? [cut(segment, to, length)] : []),
  ]
  return parts.map((part) => ({ segment: part, atMs }))
}

/** The FIN stays with the last octets. */
const cut = (segment: StreamSegment, from: number, to: number): StreamSegment => ({
  ...segment,
  sequence: (segment.sequence + from) >>> 0,
  payload: segment.payload.subarray(from, to),
  fin: segment.fin && to === segment.payload.length,
})

/** How far `to` is ahead of `from`, modulo 2^32. */
const distance = (from: number, to: number): number => (to - from) | 0

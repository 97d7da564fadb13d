/** Puts one direction of one TCP connection back together from captured segments (RFC 9293). */

/** The part of a segment that reassembly needs. */
export interface StreamSegment {
  readonly sequence: number
  readonly syn: boolean
  readonly fin: boolean
  readonly rst: boolean
  readonly payload: Uint8Array
}

export type StreamEvent =
  /** A new connection; `midStream` when the capture did not see its SYN. */
  | { readonly type: 'start'; readonly midStream: boolean }
  /** Octets in order. `atMs` is the time of the segment that made them deliverable. */
  | { readonly type: 'data'; readonly bytes: Uint8Array; readonly atMs: number }
  /** Octets that the receiver got and the capture did not. */
  | { readonly type: 'gap'; readonly octets: number; readonly atMs: number }
  | { readonly type: 'end'; readonly atMs: number }

export interface TcpStream {
  push(segment: StreamSegment, atMs: number): StreamEvent[]
}

export interface TcpStreamOptions {
  /**
   * A sender that waits for a lost segment repeats it and sends nothing new. So new data this long
   * after a hole opened says that the receiver has what the capture lacks.
   */
  readonly gapAfterMs?: number
  /** More than any receive window: the hole cannot still be waiting for a retransmission. */
  readonly gapAfterOctets?: number
}

export const createTcpStream = ({
  gapAfterMs = 5_000,
  gapAfterOctets = 8 * 1024 * 1024,
}: TcpStreamOptions = {}): TcpStream => {
  /** Sequence number of the next octet to deliver; undefined before the first segment. */
  let next: number | undefined
  let firstSequence: number | undefined
  let waiting: Waiting[] = []
  let holeSince = 0
  let ended = false

  const begin = (sequence: number, midStream: boolean): StreamEvent => {
    next = sequence
    waiting = []
    ended = false
    return { type: 'start', midStream }
  }

  const take = (sequence: number, payload: Uint8Array, atMs: number): StreamEvent[] => {
    const from = next as number
    const known = distance(from, sequence)
    if (known > 0 || -known >= payload.length) return []
    next = (sequence + payload.length) >>> 0
    return [{ type: 'data', bytes: payload.subarray(-known), atMs }]
  }

  const takeWaiting = (atMs: number): StreamEvent[] => {
    const events: StreamEvent[] = []
    while (waiting[0] && distance(next as number, waiting[0].sequence) <= 0) {
      const { sequence, payload } = waiting.shift() as Waiting
      events.push(...take(sequence, payload, atMs))
    }
    // Another hole behind this one has its own time to be filled.
    if (events.length > 0) holeSince = atMs
    return events
  }

  const skipHole = (atMs: number): StreamEvent[] => {
    const first = waiting[0]
    if (!first) return []
    const octets = distance(next as number, first.sequence)
    next = first.sequence
    return [{ type: 'gap', octets, atMs }, ...takeWaiting(atMs)]
  }

  const skipAll = (atMs: number): StreamEvent[] => {
    const events: StreamEvent[] = []
    while (waiting.length > 0) events.push(...skipHole(atMs))
    return events
  }

  const hold = (sequence: number, payload: Uint8Array, atMs: number): StreamEvent[] => {
    if (waiting.length === 0) holeSince = atMs
    const last = waiting.at(-1)
    const isNew = !last || distance(last.sequence + last.payload.length, sequence) >= 0
    insert(waiting, { sequence, payload: payload.slice() })
    const octets = waiting.reduce((sum, part) => sum + part.payload.length, 0)
    const lost = (isNew && atMs - holeSince >= gapAfterMs) || octets > gapAfterOctets
    return lost ? skipHole(atMs) : []
  }

  const data = (sequence: number, payload: Uint8Array, atMs: number): StreamEvent[] => {
    if (payload.length === 0) return []
    if (distance(next as number, sequence) > 0) return hold(sequence, payload, atMs)
    const taken = take(sequence, payload, atMs)
    return [...taken, ...takeWaiting(atMs)]
  }

  return {
    push({ sequence, syn, fin, rst, payload }, atMs) {
      const start = (sequence + (syn ? 1 : 0)) >>> 0
      const events: StreamEvent[] = []
      if (syn && sequence !== firstSequence) {
        events.push(...(next === undefined || ended ? [] : skipAll(atMs)), begin(start, false))
        firstSequence = sequence
      } else if (next === undefined) {
        // A lone reset belongs to a connection of which nothing was seen.
        if (rst) return []
        events.push(begin(start, true))
      }
      if (ended) return events
      if (!rst) events.push(...data(start, payload, atMs))
      const complete = distance(next as number, start + payload.length) <= 0
      if (rst || (fin && complete)) {
        events.push(...skipAll(atMs), { type: 'end', atMs })
        ended = true
      }
      return events
    },
  }
}

interface Waiting {
  readonly sequence: number
  readonly payload: Uint8Array
}

/** How far `to` is ahead of `from`, modulo 2^32. */
const distance = (from: number, to: number): number => (to - from) | 0

const insert = (parts: Waiting[], part: Waiting): void => {
  const at = parts.findLastIndex(({ sequence }) => distance(sequence, part.sequence) >= 0)
  parts.splice(at + 1, 0, part)
}

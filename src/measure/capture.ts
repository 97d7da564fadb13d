/** What a node's capture of tcp/179 says, message by message, with the kernel's time stamps. */
import { flatten } from '../bgp/as-path.ts'
import { attributeDigest } from '../bgp/attribute-digest.ts'
import { createFramer } from '../bgp/frame.ts'
import { decodeMessage } from '../bgp/message.ts'
import { hasFourOctetAs } from '../bgp/open.ts'
import { treated, type Update } from '../bgp/update.ts'
import { WireError } from '../lib/errors.ts'
import { createPcapReader } from '../lib/pcap.ts'
import { createTcpReceiver } from '../lib/tcp-receiver.ts'
import { readTcpSegment, type TcpSegment } from '../lib/tcp-segment.ts'
import type { StreamEvent } from '../lib/tcp-stream.ts'
import type { Observation } from '../model/observation.ts'
import type { LoadRanges } from './load-share.ts'
import { createLoadTally, type LoadTally, withoutLoad } from './load-tally.ts'

export interface CaptureOptions {
  /** Where the capture runs. */
  readonly node: string
  /** The node's own addresses: what goes to others is in transit and none of its business. */
  readonly addresses: ReadonlySet<string>
  /** Prefixes of the load: what is said of them is counted, second by second, and not told apart. */
  readonly load?: LoadRanges
  /** Told of every message that the node got and that is no load, also of one that cannot be read. */
  onMessage?(message: CapturedMessage): void
}

export interface CapturedMessage {
  readonly atMs: number
  /** Source and destination address. */
  readonly from: string
  readonly to: string
  /** The sender's AS by its OPEN, where that was captured. */
  readonly asn?: number
  /** Octets of an AS number, by the OPEN; 4 where that was not captured. */
  readonly asWidth: 2 | 4
  /** The whole message; a view that is valid during the call. */
  readonly octets: Uint8Array
}

export interface CaptureDecoder {
  /** Takes the next octets of the pcap stream. Never throws: what cannot be read is an observation too. */
  push(chunk: Uint8Array): Observation[]
  /** What was counted of the load and not told yet. */
  flush(): Observation[]
}

const BGP_PORT = 179
/** Attempts of a neighbour that cannot connect pile up over a long run: the oldest are forgotten. */
const MAX_CONNECTIONS = 1024

export const createCaptureDecoder = (options: CaptureOptions): CaptureDecoder => {
  const { node, addresses } = options
  const reader = createPcapReader()
  const tally = options.load && createLoadTally(node, options.load)
  const connections = new Map<string, Connection>()
  let lastAt = 0
  let broken = false

  const connectionFrom = (from: string, to: string, key: string): Connection => {
    const { onMessage } = options
    const ends = { node, from, to, tally, ...(onMessage && { onMessage }) }
    const connection = connections.get(key) ?? createConnection(ends)
    connections.set(key, connection)
    if (connections.size > MAX_CONNECTIONS)
      connections.delete(connections.keys().next().value ?? key)
    return connection
  }

  const segment = (tcp: TcpSegment, atMs: number): Observation[] => {
    const sender = `${tcp.source} ${tcp.sourcePort}`
    const receiver = `${tcp.destination} ${tcp.destinationPort}`
    if (addresses.has(tcp.destination))
      return connectionFrom(tcp.source, tcp.destination, `${sender} ${receiver}`).arrived(tcp, atMs)
    // A reset acknowledges what nobody will read.
    if (tcp.acknowledgement === undefined || tcp.rst) return []
    const connection = connectionFrom(tcp.destination, tcp.source, `${receiver} ${sender}`)
    return connection.acknowledged(tcp.acknowledgement)
  }

  const fail = (error: unknown): Observation[] => {
    broken = true
    return [{ at: lastAt, type: 'observer-failed', node, what: String(error) }]
  }

  return {
    flush: () => tally?.flush() ?? [],
    push(chunk) {
      if (broken) return []
      const observations: Observation[] = []
      try {
        for (const { atMs, linkType, bytes } of reader.push(chunk)) {
          lastAt = atMs
          if (tally?.isDue(atMs)) observations.push(...tally.flush())
          const tcp = readTcpSegment(bytes, linkType)
          if (tcp && isForBgp(tcp, addresses)) observations.push(...segment(tcp, atMs))
        }
      } catch (error) {
        observations.push(...fail(error))
      }
      return observations
    },
  }
}

/**
 * Of the node's own BGP, either way: what it sends says what it received. A damaged segment never
 * reaches the receiving BGP process either: it will come again.
 */
const isForBgp = (tcp: TcpSegment, addresses: ReadonlySet<string>): boolean =>
  tcp.intact &&
  (addresses.has(tcp.destination) || addresses.has(tcp.source)) &&
  (tcp.sourcePort === BGP_PORT || tcp.destinationPort === BGP_PORT)

/** What the node receives over one connection. */
interface Connection {
  arrived(segment: TcpSegment, atMs: number): Observation[]
  acknowledged(number: number): Observation[]
}

interface Ends extends Pick<CaptureOptions, 'onMessage'> {
  readonly node: string
  /** The sender's address, and the node's own. */
  readonly from: string
  readonly to: string
  readonly tally: LoadTally | undefined
}

const createConnection = ({ node, from, to, tally, onMessage }: Ends): Connection => {
  const receiver = createTcpReceiver()
  let framer = createFramer({ tolerant: true })
  let asWidth: 2 | 4 = 4
  let asn: number | undefined
  /** The stream began, or went on after a gap, at an unknown place: skipping to a marker is no news. */
  let lost = false

  const failed = (at: number, what: string): Observation => ({
    at,
    type: 'observer-failed',
    node,
    what: `${what}, from ${from}`,
  })

  const message = (bytes: Uint8Array, at: number): Observation[] => {
    if (tally?.counts(bytes, at)) return []
    try {
      const decoded = decodeMessage(bytes, { asWidth, guessAsWidth: true })
      if (decoded.type === 'open') {
        asWidth = hasFourOctetAs(decoded) ? 4 : 2
        asn = decoded.asn
      }
      return withoutLoad(observe(decoded, { node, from, at, octets: bytes.length }), tally)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      return [failed(at, `a message that cannot be read: ${error.message} (${error.section})`)]
    } finally {
      onMessage?.({ atMs: at, from, to, ...(asn !== undefined && { asn }), asWidth, octets: bytes })
    }
  }

  const data = (bytes: Uint8Array, at: number): Observation[] => {
    const observations: Observation[] = []
    let messages = 0
    const skipped = framer.push(bytes, (octets) => {
      messages++
      observations.push(...message(octets, at))
    })
    if (skipped > 0 && !lost) observations.push(failed(at, `${skipped} octets that are not BGP`))
    lost = skipped > 0 ? true : lost && messages === 0
    return observations
  }

  const onEvent = (event: StreamEvent): Observation[] => {
    switch (event.type) {
      case 'start':
        framer = createFramer({ tolerant: true })
        lost = event.midStream
        return []
      case 'data':
        return data(event.bytes, event.atMs)
      case 'gap':
        framer.resynchronise()
        lost = true
        return [failed(event.atMs, `the capture lacks ${event.octets} octets`)]
      case 'end':
        framer.resynchronise()
        return []
    }
  }

  return {
    arrived: (segment, atMs) => receiver.arrived(segment, atMs).flatMap(onEvent),
    acknowledged: (number) => receiver.acknowledged(number).flatMap(onEvent),
  }
}

interface Facts {
  readonly node: string
  readonly from: string
  readonly at: number
  readonly octets: number
}

const observe = (
  message: ReturnType<typeof decodeMessage>,
  { node, from, at, octets }: Facts,
): Observation[] => {
  switch (message.type) {
    case 'open':
      return [{ at, type: 'open-received', node, from }]
    case 'notification':
      return [
        {
          at,
          type: 'notification-received',
          node,
          from,
          code: message.code,
          subcode: message.subcode,
        },
      ]
    case 'update':
      return [{ at, type: 'update-received', node, from, ...routes(treated(message)), octets }]
    default:
      return []
  }
}

const routes = (update: Update) => {
  const { announced, withdrawn, attributes, nextHopIpv6 } = update
  const nextHop = attributes.nextHop ?? nextHopIpv6?.global
  return {
    announced,
    withdrawn,
    asPath: flatten(attributes.asPath ?? []),
    ...(nextHop !== undefined && { nextHop }),
    ...(announced.length > 0 && { digest: attributeDigest(update) }),
  }
}

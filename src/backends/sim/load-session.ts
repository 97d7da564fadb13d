/** One end of a load: a session that connects by itself, comes up once, and does not come back. */
import { unicast } from '../../bgp/address-family.ts'
import { decodeMessage, KEEPALIVE } from '../../bgp/message.ts'
import { codecOptions } from '../../bgp/negotiate.ts'
import { addressBytes, addressText } from '../../bgp/nlri.ts'
import type { RouteUpdate } from '../../bgp/router/events.ts'
import { PrefixTable } from '../../bgp/router/prefix-table.ts'
import type { Ending } from '../../bgp/session/ending.ts'
import { createSessionMachine, type SessionMachine } from '../../bgp/session/machine.ts'
import type { Negotiated } from '../../bgp/session/negotiated.ts'
import {
  type ConnectionId,
  DEFAULT_TIMERS,
  type SessionEvent,
  type SessionOptions,
  type SessionOutput,
} from '../../bgp/session/types.ts'
import { WireError } from '../../lib/errors.ts'
import type { Family } from '../../model/topology.ts'
import { Alarm } from './alarm.ts'
import type { Host } from './host.ts'
import { LoadReader } from './load-reader.ts'
import { type Net, Socket } from './socket.ts'

/** Between two attempts. */
const RETRY_MS = 1000
const UPDATE = 2

export interface GuestParts {
  readonly net: Net
  readonly host: Host
  readonly local: string
  readonly remote: string
  readonly asn: number
  readonly peerAsn: number
  readonly holdTimeS: number
  readonly family: Family
}

export class GuestSession {
  readonly parts: GuestParts
  /** Its own: what it hears is counted, not routed. */
  readonly prefixes = new PrefixTable()
  readonly #reader: LoadReader
  readonly #machine: SessionMachine
  readonly #alarm: Alarm
  readonly #sockets = new Map<ConnectionId, Socket>()
  #outputs: SessionOutput[] = []
  #isPerforming = false
  #connection: ConnectionId = 0
  #negotiated: Negotiated | undefined
  #isOver = false
  /** Why the last attempt failed. */
  lastFailure = 'no answer yet'
  /** Why it is over. */
  lost: string | undefined
  /** Established, or lost. */
  changed: () => void = () => undefined
  updated: (update: RouteUpdate) => void = () => undefined

  constructor(parts: GuestParts) {
    this.parts = parts
    this.#reader = new LoadReader(this.prefixes, parts.family)
    this.#machine = createSessionMachine(optionsOf(parts))
    this.#alarm = new Alarm(parts.net.queue, () => this.#tick())
  }

  get negotiated(): Negotiated | undefined {
    return this.#negotiated
  }

  start(): void {
    this.#handle({ type: 'start' })
  }

  /** Cease, and no word more to anybody. */
  stop(): void {
    this.#isOver = true
    this.#handle({ type: 'stop' })
    this.#alarm.set(Number.POSITIVE_INFINITY)
  }

  /** Whole messages. */
  send(bytes: Uint8Array): void {
    this.#sockets.get(this.#connection)?.send(bytes)
  }

  #tick(): void {
    const { nowMs } = this.parts.net.queue
    // RFC 9687: the kernel has taken everything.
    if (this.#connection !== 0) this.#machine.sent(this.#connection, nowMs)
    this.#perform(this.#machine.tick(nowMs))
  }

  #arrived(connection: ConnectionId, bytes: Uint8Array): void {
    const { nowMs } = this.parts.net.queue
    const isUp = connection === this.#connection
    if (isUp && bytes === KEEPALIVE) {
      this.#machine.received(connection, nowMs)
      return
    }
    if (isUp && bytes[18] === UPDATE && this.#negotiated) this.#updated(connection, bytes)
    else this.#handle(this.#decode(connection, bytes))
  }

  /** The machine would make no more of it, but that it came. */
  #updated(connection: ConnectionId, bytes: Uint8Array): void {
    const options = this.#negotiated && codecOptions(this.#negotiated, 'receive')
    try {
      const update = this.#reader.read(bytes, options)
      this.#machine.received(connection, this.parts.net.queue.nowMs)
      this.updated(update)
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.#handle({ type: 'malformed', connection, error })
    }
  }

  #decode(connection: ConnectionId, bytes: Uint8Array): SessionEvent {
    try {
      const negotiated = connection === this.#connection ? this.#negotiated : undefined
      const options = negotiated && codecOptions(negotiated, 'receive')
      return { type: 'message', connection, message: decodeMessage(bytes, options) }
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      return { type: 'malformed', connection, error }
    }
  }

  #handle(event: SessionEvent): void {
    this.#perform(this.#machine.handle(event, this.parts.net.queue.nowMs))
  }

  /** What comes of an output is done after what is due now. */
  #perform(outputs: readonly SessionOutput[]): void {
    this.#outputs.push(...outputs)
    if (this.#isPerforming) return
    this.#isPerforming = true
    for (let next = this.#outputs.shift(); next; next = this.#outputs.shift()) this.#do(next)
    this.#isPerforming = false
    this.#alarm.set(this.#isOver ? Number.POSITIVE_INFINITY : this.#machine.nextDeadlineMs)
  }

  #do(output: SessionOutput): void {
    switch (output.type) {
      case 'connect':
        this.#connect(output.connection)
        break
      case 'send':
        this.#sockets.get(output.connection)?.send(output.bytes)
        break
      case 'close':
        this.#sockets.get(output.connection)?.close()
        this.#sockets.delete(output.connection)
        break
      case 'established':
        this.#connection = output.connection
        this.#negotiated = output.negotiated
        this.changed()
        break
      case 'failed':
        this.lastFailure = output.ending.text
        break
      case 'down':
        this.#down(output.ending)
        break
    }
  }

  #connect(id: ConnectionId): void {
    const { net, host, local, remote } = this.parts
    const socket = new Socket(net, host, local, remote, {
      connected: () => this.#handle({ type: 'connected', connection: id }),
      arrived: (bytes) => this.#arrived(id, bytes),
      ended: (ending) => this.#handle({ type: 'disconnected', connection: id, ending }),
    })
    this.#sockets.set(id, socket)
    socket.connect()
  }

  #down({ text }: Ending): void {
    this.#connection = 0
    this.#negotiated = undefined
    if (this.#isOver) return
    this.lost = text
    this.stop()
    this.changed()
  }
}

const optionsOf = ({ asn, local, peerAsn, holdTimeS, family }: GuestParts): SessionOptions => ({
  local: {
    ...{ asn, holdTimeS, routerId: routerId(local) },
    capabilities: { families: [unicast(family)] },
  },
  peerAsn,
  connects: true,
  accepts: false,
  restarts: true,
  timers: {
    ...DEFAULT_TIMERS,
    connectRetryMs: RETRY_MS,
    idleHoldMs: RETRY_MS,
    idleHoldMaxMs: RETRY_MS,
  },
})

/** The own address; of an IPv6 address the last 32 bits, which RFC 6286 allows. */
const routerId = (local: string): string => {
  const octets = addressBytes(local)
  return octets.length === 4 ? local : addressText(octets.slice(12))
}

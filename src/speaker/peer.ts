/**
 * The session machine with one peer on sockets: connects, takes accepted connections, starts again
 * after failures. What happens is told through PeerEvents, synchronously and in order.
 */
import type { Socket } from 'node:net'
import type { Capabilities } from '../bgp/capabilities.ts'
import { LARGEST_MESSAGE } from '../bgp/header.ts'
import { decodeMessage, type RouteRefresh } from '../bgp/message.ts'
import { codecOptions } from '../bgp/negotiate.ts'
import type { Ending } from '../bgp/session/ending.ts'
import { createSessionMachine, type SessionMachine } from '../bgp/session/machine.ts'
import {
  type ConnectionId,
  DEFAULT_TIMERS,
  type NotificationBody,
  type SessionEvent,
  type SessionOptions,
  type SessionOutput,
  type SessionState,
  type SessionTimers,
} from '../bgp/session/types.ts'
import type { Update } from '../bgp/update.ts'
import { WireError } from '../lib/errors.ts'
import { createAlarm } from './alarm.ts'
import { monotonicMs } from './clock.ts'
import { connectSigned, type Link } from './connect-signed.ts'
import { Connection, type ConnectionUser, type Target } from './connection.ts'
import { readFrames } from './frames.ts'
import { EstablishedSession, type Session } from './session.ts'

export interface PeerOptions extends Target {
  readonly asn: number
  /** Any AS when absent. */
  readonly peerAsn?: number | undefined
  readonly routerId: string
  readonly holdTimeS: number
  readonly minHoldTimeS?: number
  /** Take our own OPEN for that of the peer: some relays, made to calibrate tools, send it back. */
  readonly acceptsEcho?: boolean
  /** Beside the four-octet AS number. Without families: IPv4 unicast (RFC 4760 section 8). */
  readonly capabilities?: Partial<Capabilities>
  /** Default: connects, accepts and restarts. */
  readonly connects?: boolean
  readonly accepts?: boolean
  readonly restarts?: boolean
  readonly timers?: Partial<SessionTimers>
  /** TCP-MD5 (RFC 2385) of connections that we open; the listener has its own. */
  readonly password?: string | undefined
  readonly random?: () => number
}

export interface PeerEvents {
  established?(session: Session): void
  update?(update: Update, session: Session): void
  refresh?(refresh: RouteRefresh, session: Session): void
  /** Beside `session.ended`, for whoever must know at once. */
  down?(session: Session, ending: Ending, keepRoutes: boolean): void
  /** An attempt that did not become a session. */
  failed?(ending: Ending): void
  state?(state: SessionState): void
}

export interface Peer {
  readonly options: PeerOptions
  readonly state: SessionState
  readonly session: Session | undefined
  start(): void
  /** Ends the session and all attempts. Default: Cease/Administrative Shutdown. */
  stop(notification?: NotificationBody): void
  /** A connection that the peer opened, from a server with `pauseOnConnect`. */
  accept(socket: Socket): void
}

export const createPeer = (options: PeerOptions, events: PeerEvents = {}): Peer =>
  new SocketPeer(options, events)

class SocketPeer implements Peer {
  readonly options: PeerOptions
  readonly #events: PeerEvents
  readonly #machine: SessionMachine
  readonly #connections = new Map<ConnectionId, Link>()
  readonly #alarm = createAlarm(() => this.#tick(monotonicMs()))
  readonly #outputs: SessionOutput[] = []
  #isPerforming = false
  #session: EstablishedSession | undefined
  #sessionConnection: ConnectionId = 0

  constructor(options: PeerOptions, events: PeerEvents) {
    this.options = options
    this.#events = events
    this.#machine = createSessionMachine(machineOptions(options))
  }

  get state(): SessionState {
    return this.#machine.state
  }

  get session(): Session | undefined {
    return this.#session
  }

  start(): void {
    this.#handle({ type: 'start' })
  }

  stop(notification?: NotificationBody): void {
    this.#handle({ type: 'stop', ...(notification && { notification }) })
  }

  accept(socket: Socket): void {
    const id = this.#machine.newConnection()
    this.#connections.set(id, this.#connection(id, socket))
    this.#handle({ type: 'accepted', connection: id })
  }

  #connect(id: ConnectionId): Link {
    const { password } = this.options
    if (password === undefined) return this.#connection(id, this.options)
    return connectSigned(this.options, password, {
      connected: (handle) => {
        this.#connections.set(id, this.#connection(id, this.options, handle))
        this.#handle({ type: 'connected', connection: id })
      },
      ended: (ending) => this.#handle({ type: 'disconnected', connection: id, ending }),
    })
  }

  #connection(id: ConnectionId, source: Socket | Target, handle?: object): Connection {
    const user: ConnectionUser = {
      consume: (bytes, from, to) => this.#consume(id, connection, bytes, from, to),
      connected: () => this.#handle({ type: 'connected', connection: id }),
      drained: () => this.#drained(id),
      ended: (ending) => this.#handle({ type: 'disconnected', connection: id, ending }),
    }
    const connection: Connection = new Connection(source, user, handle)
    return connection
  }

  #consume(
    id: ConnectionId,
    connection: Connection,
    bytes: Uint8Array,
    from: number,
    to: number,
  ): number {
    const { consume } = connection
    const at = readFrames(bytes, from, to, {
      maxLength: () => this.#negotiated(id)?.maxLength.receive ?? LARGEST_MESSAGE,
      message: (_bytes, start, end) => {
        this.#message(id, bytes, start, end)
        return connection.consume === consume
      },
      malformed: (error) => this.#handle({ type: 'malformed', connection: id, error }),
    })
    // Somebody took the stream over in the middle of this chunk, or it is over.
    return connection.consume === consume || at === to ? at : connection.consume(bytes, at, to)
  }

  #message(id: ConnectionId, bytes: Uint8Array, from: number, to: number): void {
    try {
      const negotiated = this.#negotiated(id)
      const message = decodeMessage(
        bytes.subarray(from, to),
        negotiated && codecOptions(negotiated, 'receive'),
      )
      this.#handle({ type: 'message', connection: id, message })
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.#handle({ type: 'malformed', connection: id, error })
    }
  }

  #negotiated(id: ConnectionId) {
    return id === this.#sessionConnection ? this.#session?.negotiated : undefined
  }

  #handle(event: SessionEvent): void {
    this.#perform(this.#machine.handle(event, monotonicMs()))
  }

  #tick(nowMs: number): void {
    if (nowMs >= this.#machine.nextDeadlineMs) {
      this.#sent()
      this.#perform(this.#machine.tick(nowMs))
    } else this.#alarm.set(this.#machine.nextDeadlineMs)
  }

  /** RFC 9687: nothing waits for the kernel, so the peer takes what we send. */
  #sent(): void {
    const connection = this.#connections.get(this.#sessionConnection)
    if (connection?.writableLength === 0) this.#machine.sent(this.#sessionConnection, monotonicMs())
  }

  #drained(id: ConnectionId): void {
    if (id === this.#sessionConnection) this.#sent()
  }

  #perform(outputs: readonly SessionOutput[]): void {
    this.#outputs.push(...outputs)
    // An event may make somebody call us again: what comes of that is done after what is due now.
    if (this.#isPerforming) return
    this.#isPerforming = true
    try {
      for (let next = this.#outputs.shift(); next; next = this.#outputs.shift())
        this.#performOne(next)
    } finally {
      this.#isPerforming = false
    }
    this.#alarm.set(this.#machine.nextDeadlineMs)
  }

  #performOne(output: SessionOutput) {
    switch (output.type) {
      case 'connect':
        return this.#connections.set(output.connection, this.#connect(output.connection))
      case 'send':
        return this.#connections.get(output.connection)?.write(output.bytes)
      case 'close':
        this.#connections.get(output.connection)?.close()
        return this.#connections.delete(output.connection)
      case 'state':
        return this.#events.state?.(output.state)
      case 'established':
        return this.#established(output)
      case 'failed':
        return this.#events.failed?.(output.ending)
      case 'down':
        return this.#down(output)
      case 'update':
        return this.#session && this.#events.update?.(output.update, this.#session)
      case 'refresh':
        return this.#session && this.#events.refresh?.(output.refresh, this.#session)
    }
  }

  #established({ connection: id, negotiated }: SessionOutput & { type: 'established' }): void {
    const connection = this.#connections.get(id) as Connection
    const session = new EstablishedSession(negotiated, connection, {
      message: (bytes, from, to) => this.#message(id, bytes, from, to),
      received: () => this.#machine.received(id, monotonicMs()),
      tick: (nowMs) => {
        if (nowMs >= this.#machine.nextDeadlineMs) this.#tick(nowMs)
      },
      close: (notification) => this.stop(notification),
    })
    this.#session = session
    this.#sessionConnection = id
    this.#events.established?.(session)
  }

  #down({ ending, keepRoutes }: SessionOutput & { type: 'down' }): void {
    const session = this.#session
    this.#session = undefined
    this.#sessionConnection = 0
    session?.end({ ending, keepRoutes })
    if (session) this.#events.down?.(session, ending, keepRoutes)
  }
}

const machineOptions = (options: PeerOptions): SessionOptions => {
  const { asn, routerId, holdTimeS, capabilities = {}, peerAsn, minHoldTimeS, random } = options
  return {
    local: { asn, routerId, holdTimeS, capabilities },
    peerAsn,
    connects: options.connects ?? true,
    accepts: options.accepts ?? true,
    restarts: options.restarts ?? true,
    timers: { ...DEFAULT_TIMERS, ...options.timers },
    ...(minHoldTimeS !== undefined && { minHoldTimeS }),
    ...(options.acceptsEcho && { acceptsEcho: true }),
    ...(random && { random }),
  }
}

/** A session machine on simulated connections. What the session is for is its owner's business. */
import type { CodecOptions } from '../../bgp/codec-options.ts'
import { decodeMessage, KEEPALIVE } from '../../bgp/message.ts'
import { codecOptions } from '../../bgp/negotiate.ts'
import type { Family } from '../../bgp/prefix.ts'
import type { RouteUpdate } from '../../bgp/router/events.ts'
import type { PrefixTable } from '../../bgp/router/prefix-table.ts'
import { createSessionMachine, type SessionMachine } from '../../bgp/session/machine.ts'
import type { Negotiated } from '../../bgp/session/negotiated.ts'
import type {
  ConnectionId,
  SessionEvent,
  SessionOptions,
  SessionOutput,
} from '../../bgp/session/types.ts'
import { WireError } from '../../lib/errors.ts'
import { Alarm } from './alarm.ts'
import type { Host } from './host.ts'
import type { Inbox } from './inbox.ts'
import { LoadReader } from './load-reader.ts'
import { type Net, Socket, type SocketUser } from './socket.ts'

const UPDATE = 2

/** What the driver does by itself. */
type Chore = 'connect' | 'send' | 'close'

export interface SessionOwner {
  /** A whole message is in the kernel: `carry`, `take` or `received`, when the process gets to it. */
  arrived(connection: ConnectionId, bytes: Uint8Array): void
  /** `was` agreed on by the session that is down now. */
  told(output: Exclude<SessionOutput, { type: Chore }>, was: Negotiated | undefined): void
}

export interface SessionDriverParts {
  readonly net: Net
  readonly host: Host
  readonly local: string
  readonly remote: string
  /** Of the process that has the session. */
  readonly inbox: Inbox
  /** For the UPDATEs that are carried past the machine. */
  readonly prefixes: PrefixTable
  readonly family: Family
}

export class SessionDriver {
  readonly #parts: SessionDriverParts
  readonly #owner: SessionOwner
  readonly #machine: SessionMachine
  readonly #reader: LoadReader
  readonly #alarm: Alarm
  readonly #sockets = new Map<ConnectionId, Socket>()
  #outputs: SessionOutput[] = []
  #isPerforming = false
  #isRetired = false
  #connection: ConnectionId = 0
  #negotiated: Negotiated | undefined

  constructor(parts: SessionDriverParts, options: SessionOptions, owner: SessionOwner) {
    const { net, inbox, prefixes, family } = parts
    this.#parts = parts
    this.#owner = owner
    this.#machine = createSessionMachine(options)
    this.#reader = new LoadReader(prefixes, family)
    this.#alarm = new Alarm(net.queue, () => inbox.add(() => this.tick()))
  }

  get state(): string {
    return this.#machine.state
  }

  /** Of the Established session; 0 without one. */
  get connection(): ConnectionId {
    return this.#connection
  }

  get negotiated(): Negotiated | undefined {
    return this.#negotiated
  }

  handle(event: SessionEvent): void {
    this.#perform(this.#machine.handle(event, this.#parts.net.queue.nowMs))
  }

  /** Lets every timer act that has expired. */
  tick(): void {
    const { nowMs } = this.#parts.net.queue
    // RFC 9687: the kernel has taken everything.
    if (this.#connection !== 0) this.#machine.sent(this.#connection, nowMs)
    this.#perform(this.#machine.tick(nowMs))
  }

  /** Whole messages of an Established session. */
  send(bytes: Uint8Array): void {
    this.#sockets.get(this.#connection)?.send(bytes)
  }

  /** The peer's connection. */
  accept(socket: Socket): SocketUser {
    const id = this.#machine.newConnection()
    this.#sockets.set(id, socket)
    return this.#user(id, { type: 'accepted', connection: id })
  }

  /** No timer rings any more. */
  retire(): void {
    this.#isRetired = true
    this.#alarm.set(Number.POSITIVE_INFINITY)
  }

  /** The sockets are the kernel's from now on. */
  abandon(): void {
    this.retire()
    this.#sockets.clear()
  }

  isKeepalive(connection: ConnectionId, bytes: Uint8Array): boolean {
    return bytes === KEEPALIVE && connection === this.#connection
  }

  isUpdate(connection: ConnectionId, bytes: Uint8Array): boolean {
    return connection === this.#connection && bytes[18] === UPDATE
  }

  /** A KEEPALIVE came: it does no more than that. */
  received(connection: ConnectionId): void {
    this.#machine.received(connection, this.#parts.net.queue.nowMs)
  }

  decode(connection: ConnectionId, bytes: Uint8Array): SessionEvent {
    try {
      const message = decodeMessage(bytes, this.#codecOf(connection))
      return { type: 'message', connection, message }
    } catch (error) {
      return malformed(connection, error)
    }
  }

  /**
   * An UPDATE past the machine, which would make no more of it but that it came. Undefined when
   * the session is another one by now, or when the UPDATE has put an end to it.
   */
  carry(connection: ConnectionId, bytes: Uint8Array): RouteUpdate | undefined {
    const options = this.#codecOf(connection)
    if (!options) return undefined
    try {
      const update = this.#reader.read(bytes, options)
      this.received(connection)
      return update
    } catch (error) {
      this.handle(malformed(connection, error))
      return undefined
    }
  }

  #codecOf(connection: ConnectionId): CodecOptions | undefined {
    const negotiated = connection === this.#connection ? this.#negotiated : undefined
    return negotiated && codecOptions(negotiated, 'receive')
  }

  /** An event may make somebody call us again: what comes of that is done after what is due now. */
  #perform(outputs: readonly SessionOutput[]): void {
    this.#outputs.push(...outputs)
    if (this.#isPerforming) return
    this.#isPerforming = true
    for (let next = this.#outputs.shift(); next; next = this.#outputs.shift()) this.#do(next)
    this.#isPerforming = false
    if (!this.#isRetired) this.#alarm.set(this.#machine.nextDeadlineMs)
  }

  #do(output: SessionOutput) {
    switch (output.type) {
      case 'connect':
        return this.#connect(output.connection)
      case 'send':
        return this.#sockets.get(output.connection)?.send(output.bytes)
      case 'close':
        return this.#close(output.connection)
      default:
        return this.#tell(output)
    }
  }

  #tell(output: Exclude<SessionOutput, { type: Chore }>): void {
    const was = this.#negotiated
    if (output.type === 'established') {
      this.#connection = output.connection
      this.#negotiated = output.negotiated
    } else if (output.type === 'down') {
      this.#connection = 0
      this.#negotiated = undefined
    }
    this.#owner.told(output, was)
  }

  #connect(id: ConnectionId): void {
    const { net, host, local, remote } = this.#parts
    const user = this.#user(id, { type: 'connected', connection: id })
    const socket = new Socket(net, host, local, remote, user)
    this.#sockets.set(id, socket)
    socket.connect()
  }

  #close(id: ConnectionId): void {
    this.#sockets.get(id)?.close()
    this.#sockets.delete(id)
  }

  /** The machine hears of it when the process gets to it. */
  #user(id: ConnectionId, connected: SessionEvent): SocketUser {
    const { inbox } = this.#parts
    return {
      connected: () => inbox.add(() => this.handle(connected)),
      arrived: (bytes) => this.#owner.arrived(id, bytes),
      ended: (ending) =>
        inbox.add(() => this.handle({ type: 'disconnected', connection: id, ending })),
    }
  }
}

const malformed = (connection: ConnectionId, error: unknown): SessionEvent => {
  if (error instanceof WireError) return { type: 'malformed', connection, error }
  throw error
}

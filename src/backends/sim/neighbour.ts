/** One neighbour of a speaker: its session machine on simulated connections. */
import { familyOf, unicast } from '../../bgp/address-family.ts'
import { decodeMessage, encodeMessage, KEEPALIVE } from '../../bgp/message.ts'
import { codecOptions } from '../../bgp/negotiate.ts'
import { notificationName } from '../../bgp/notification.ts'
import type { PeerConfig } from '../../bgp/router/config.ts'
import type { RouterEvent } from '../../bgp/router/events.ts'
import type { Ending } from '../../bgp/session/ending.ts'
import { createSessionMachine, type SessionMachine } from '../../bgp/session/machine.ts'
import type { Negotiated } from '../../bgp/session/negotiated.ts'
import { CEASE, cease } from '../../bgp/session/notifications.ts'
import {
  type ConnectionId,
  DEFAULT_TIMERS,
  type NotificationBody,
  type SessionEvent,
  type SessionOptions,
  type SessionOutput,
} from '../../bgp/session/types.ts'
import { WireError } from '../../lib/errors.ts'
import { Alarm } from './alarm.ts'
import { LoadReader } from './load-reader.ts'
import { seenOf } from './seen.ts'
import { Socket, type SocketUser } from './socket.ts'
import type { Speaker, SpeakerParts } from './speaker.ts'

const UPDATE = 2

export class Neighbour {
  readonly config: PeerConfig
  readonly #speaker: Speaker
  readonly #machine: SessionMachine
  readonly #alarm: Alarm
  readonly #sockets = new Map<ConnectionId, Socket>()
  #outputs: SessionOutput[] = []
  #isPerforming = false
  /** Of the Established session. */
  #connection: ConnectionId = 0
  #negotiated: Negotiated | undefined
  #why: string | undefined
  isShutDown = false
  /** It told too many prefixes; until somebody resets it, as in FRR. */
  #isOverLimit = false
  #isCut = false
  #isGone = false
  lastReset: string | undefined

  readonly #isGuest: boolean
  readonly #loads: LoadReader

  constructor(config: PeerConfig, speaker: Speaker, isGuest = false) {
    this.config = config
    this.#isGuest = isGuest
    this.#loads = new LoadReader(speaker.parts.prefixes, config.family)
    this.#speaker = speaker
    this.#machine = createSessionMachine({
      ...machineOptions(config, speaker.parts),
      // He comes by himself.
      connects: !isGuest,
    })
    const { queue } = speaker.parts.net
    this.#alarm = new Alarm(queue, () => speaker.inbox.add(() => this.tick()))
  }

  get state(): string {
    return this.#machine.state
  }

  get negotiated(): Negotiated | undefined {
    return this.#negotiated
  }

  /** Nobody is to speak with it, whoever connects. */
  get isRefused(): boolean {
    return this.isShutDown || this.#isOverLimit
  }

  /** RFC 4486 subcode 1. */
  exceed(notification: NotificationBody): void {
    this.#isOverLimit = true
    this.stop('too many prefixes', notification)
  }

  /** By the administrator, or no longer; that puts an end to `exceed` too. */
  setShutDown(on: boolean): void {
    this.isShutDown = on
    if (on) this.#isOverLimit = false
  }

  /** Unless something keeps it down. */
  start(): void {
    if (!this.isRefused && !this.#isCut) this.#handle({ type: 'start' })
  }

  /** After the rest that the software keeps before it tries one that was shut down. */
  startAfterRest(): void {
    const { profile, net } = this.#speaker.parts
    const { idleHoldByUsMs: restMs } = profile
    if (restMs === undefined) this.start()
    else
      net.queue.schedule(net.queue.nowMs + restMs, () =>
        this.#speaker.inbox.add(() => this.start()),
      )
  }

  stop(why: string, notification: NotificationBody = cease(CEASE.administrativeShutdown)): void {
    this.#why = why
    this.#handle({ type: 'stop', notification })
    this.#why = undefined
  }

  /** A new session. */
  reset(): void {
    this.#isOverLimit = false
    this.stop('reset by the administrator', cease(CEASE.administrativeReset))
    this.start()
  }

  /** Tries at once, unless an attempt is well under way. */
  retry(): void {
    if (!['Idle', 'Connect', 'Active'].includes(this.state)) return
    this.stop('tried anew')
    this.start()
  }

  /** Its interface has lost its carrier, or has it again. */
  cut(on: boolean): void {
    if (this.#isCut === on) return
    this.#isCut = on
    if (on) this.stop('interface down')
    else this.start()
  }

  isOver(addresses: ReadonlySet<string>): boolean {
    return this.config.type === 'ebgp' && addresses.has(this.config.localAddress)
  }

  /** ROUTE-REFRESH (RFC 2918, RFC 7313). */
  refresh(subtype: number): void {
    if (!this.#negotiated?.routeRefresh) return
    this.send(encodeMessage({ type: 'route-refresh', ...unicast(this.config.family), subtype }))
  }

  /** Whole messages of an Established session. */
  send(bytes: Uint8Array): void {
    this.#sockets.get(this.#connection)?.send(bytes)
  }

  /** The peer's connection; the machine hears of it when the process gets to it. */
  accept(socket: Socket): SocketUser {
    const id = this.#machine.newConnection()
    this.#sockets.set(id, socket)
    return this.#user(id, { type: 'accepted', connection: id })
  }

  tick(): void {
    const { nowMs } = this.#speaker.parts.net.queue
    // RFC 9687: the kernel has taken everything.
    if (this.#connection !== 0) this.#machine.sent(this.#connection, nowMs)
    this.#perform(this.#machine.tick(nowMs))
  }

  /** The process is gone, its sockets are the kernel's. */
  abandon(): void {
    this.#isGone = true
    this.#alarm.set(Number.POSITIVE_INFINITY)
    this.#sockets.clear()
  }

  #user(id: ConnectionId, connected: SessionEvent): SocketUser {
    const { inbox } = this.#speaker
    return {
      connected: () => inbox.add(() => this.#handle(connected)),
      arrived: (bytes) => this.#arrived(id, bytes),
      ended: (ending) =>
        inbox.add(() => this.#handle({ type: 'disconnected', connection: id, ending })),
    }
  }

  /** In the kernel; the process gets it in its turn. */
  #arrived(connection: ConnectionId, bytes: Uint8Array): void {
    const { inbox, parts } = this.#speaker
    if (bytes === KEEPALIVE && connection === this.#connection) {
      parts.hear(bytes)
      if (inbox.isOpen) this.#machine.received(connection, parts.net.queue.nowMs)
      else inbox.add(() => this.#machine.received(connection, parts.net.queue.nowMs))
      return
    }
    if (this.#isGuest || parts.hear(bytes)) {
      if (connection === this.#connection && bytes[18] === UPDATE) {
        inbox.add(() => this.#carry(connection, bytes))
        return
      }
      inbox.add(() => this.#handle(this.#decode(connection, bytes)))
      return
    }
    const event = this.#decode(connection, bytes)
    if (event.type === 'message') {
      const facts = { node: parts.host.name, from: this.config.address, octets: bytes.length }
      const seen = seenOf(event.message, facts)
      if (seen) parts.see(seen)
    }
    inbox.add(() => this.#handle(event))
  }

  /** An UPDATE of a load: the machine would make no more of it, but that it came. */
  #carry(connection: ConnectionId, bytes: Uint8Array): void {
    const { parts } = this.#speaker
    const negotiated = this.#negotiated
    if (connection !== this.#connection || !negotiated) return
    try {
      const update = this.#loads.read(bytes, codecOptions(negotiated, 'receive'))
      this.#machine.received(connection, parts.net.queue.nowMs)
      this.#decide({ type: 'update', peer: this.config.name, update })
    } catch (error) {
      if (!(error instanceof WireError)) throw error
      this.#handle({ type: 'malformed', connection, error })
    }
  }

  #decode(connection: ConnectionId, bytes: Uint8Array): SessionEvent & { connection: number } {
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
    this.#perform(this.#machine.handle(event, this.#speaker.parts.net.queue.nowMs))
  }

  /** An event may make somebody call us again: what comes of that is done after what is due now. */
  #perform(outputs: readonly SessionOutput[]): void {
    this.#outputs.push(...outputs)
    if (this.#isPerforming) return
    this.#isPerforming = true
    for (let next = this.#outputs.shift(); next; next = this.#outputs.shift()) this.#do(next)
    this.#isPerforming = false
    this.#alarm.set(this.#machine.nextDeadlineMs)
  }

  #do(output: SessionOutput) {
    switch (output.type) {
      case 'connect':
        return this.#connect(output.connection)
      case 'send':
        return this.#sockets.get(output.connection)?.send(output.bytes)
      case 'close':
        this.#sockets.get(output.connection)?.close()
        return this.#sockets.delete(output.connection)
      case 'established':
        return this.#established(output)
      case 'down':
        return this.#down(output)
      case 'update':
        return this.#decide({
          type: 'update',
          peer: this.config.name,
          update: this.#speaker.routesOf(output.update, this.config),
        })
      case 'refresh': {
        if (familyOf(output.refresh) !== this.config.family) return
        const { subtype } = output.refresh
        return this.#decide({ type: 'refresh', peer: this.config.name, subtype })
      }
    }
  }

  /** In its turn, unless the session is another one by then. */
  #decide(event: RouterEvent): void {
    const connection = this.#connection
    const isCurrent = () => connection === this.#connection && !this.#isGone
    this.#speaker.decisions.add(event, isCurrent)
  }

  #connect(id: ConnectionId): void {
    const { net, host } = this.#speaker.parts
    const { localAddress, address } = this.config
    const user = this.#user(id, { type: 'connected', connection: id })
    const socket = new Socket(net, host, localAddress, address, user)
    this.#sockets.set(id, socket)
    socket.connect()
  }

  #established({ connection, negotiated }: SessionOutput & { type: 'established' }): void {
    const { name } = this.config
    this.#connection = connection
    this.#negotiated = negotiated
    this.#report(true, '')
    const delayMs = this.#speaker.firstUpdateDelayMs()
    // What it is told waits, as for a full connection; what it tells counts at once.
    if (delayMs > 0) this.#speaker.step({ type: 'congestion', peer: name, on: true })
    const { remote, enhancedRefresh } = negotiated
    this.#speaker.step({ type: 'up', peer: name, routerId: remote.routerId, enhancedRefresh })
    if (delayMs === 0) return
    const { queue } = this.#speaker.parts.net
    queue.schedule(queue.nowMs + delayMs, () =>
      this.#speaker.inbox.add(() => this.#begin(connection)),
    )
  }

  #begin(connection: ConnectionId): void {
    if (connection !== this.#connection) return
    this.#speaker.step({ type: 'congestion', peer: this.config.name, on: false })
  }

  #down({ ending, keepRoutes }: SessionOutput & { type: 'down' }): void {
    const { timeS = 0 } = this.#negotiated?.gracefulRestart ?? {}
    this.#connection = 0
    this.#negotiated = undefined
    this.lastReset = this.#why ?? reasonOf(ending)
    this.#report(false, this.lastReset)
    // A session that is up again by then has put an end to this one itself.
    this.#speaker.decisions.add(
      { type: 'down', peer: this.config.name, ...(keepRoutes && { keepMs: timeS * 1000 }) },
      () => this.#connection === 0 && !this.#isGone,
    )
  }

  #report(up: boolean, reason: string): void {
    // A session with a guest is none of the lab: whoever brought him tells of it.
    if (this.#isGuest) return
    const { see, host } = this.#speaker.parts
    see({ type: 'session-changed', node: host.name, peer: this.config.name, up, reason })
  }
}

const reasonOf = ({ notification, text }: Ending): string =>
  notification ? notificationName(notification.code, notification.subcode) : text

const machineOptions = (
  config: PeerConfig,
  { config: { router, timers, hostname }, profile, random }: SpeakerParts,
): SessionOptions => ({
  local: {
    asn: router.asn,
    routerId: router.routerId,
    holdTimeS: timers.holdMs / 1000,
    capabilities: {
      families: [unicast(config.family)],
      routeRefresh: true,
      enhancedRefresh: true,
      hostname: { host: hostname, domain: '' },
      ...(profile.gracefulRestart && {
        gracefulRestart: {
          restarting: false,
          notification: false,
          timeS: profile.gracefulRestart.restartMs / 1000,
          families: [{ ...unicast(config.family), forwarding: true }],
        },
      }),
    },
  },
  peerAsn: config.asn,
  connects: true,
  accepts: true,
  restarts: true,
  timers: {
    ...DEFAULT_TIMERS,
    connectRetryMs: profile.connectRetryMs ?? timers.connectRetryMs,
    idleHoldMs: profile.idleHoldMs,
    idleHoldMaxMs: profile.idleHoldMs,
    ...(profile.idleHoldByUsMs !== undefined && { idleHoldByUsMs: profile.idleHoldByUsMs }),
    ...(timers.keepaliveMs > 0 && { keepaliveMs: timers.keepaliveMs }),
  },
  ...(profile.timerJitter && { random: random.fork(`timers ${config.name}`).next }),
})

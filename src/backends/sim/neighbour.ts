/** One neighbour of a speaker: its session machine on simulated connections. */
import { familyOf, unicast } from '../../bgp/address-family.ts'
import { encodeMessage } from '../../bgp/message.ts'
import { notificationName } from '../../bgp/notification.ts'
import type { PeerConfig } from '../../bgp/router/config.ts'
import type { RouterEvent } from '../../bgp/router/events.ts'
import type { Ending } from '../../bgp/session/ending.ts'
import type { Negotiated } from '../../bgp/session/negotiated.ts'
import { CEASE, cease } from '../../bgp/session/notifications.ts'
import {
  type ConnectionId,
  DEFAULT_TIMERS,
  type NotificationBody,
  type SessionOptions,
  type SessionOutput,
} from '../../bgp/session/types.ts'
import { seenOf } from './seen.ts'
import { SessionDriver } from './session-driver.ts'
import type { Socket, SocketUser } from './socket.ts'
import type { Speaker, SpeakerParts } from './speaker.ts'

export class Neighbour {
  readonly config: PeerConfig
  readonly #speaker: Speaker
  readonly #driver: SessionDriver
  #why: string | undefined
  isShutDown = false
  /** It told too many prefixes; until somebody resets it, as in FRR. */
  #isOverLimit = false
  #isCut = false
  #isGone = false
  lastReset: string | undefined

  readonly #isGuest: boolean

  constructor(config: PeerConfig, speaker: Speaker, isGuest = false) {
    this.config = config
    this.#isGuest = isGuest
    this.#speaker = speaker
    const { inbox, parts } = speaker
    const { net, host, prefixes } = parts
    const { localAddress: local, address: remote, family } = config
    const options = {
      ...machineOptions(config, parts),
      // He comes by himself.
      connects: !isGuest,
    }
    const driverParts = { net, host, local, remote, inbox, prefixes, family }
    this.#driver = new SessionDriver(driverParts, options, {
      arrived: (connection, bytes) => this.#arrived(connection, bytes),
      told: (output, was) => this.#told(output, was),
    })
  }

  get state(): string {
    return this.#driver.state
  }

  get negotiated(): Negotiated | undefined {
    return this.#driver.negotiated
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
    if (!this.isRefused && !this.#isCut) this.#driver.handle({ type: 'start' })
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
    this.#driver.handle({ type: 'stop', notification })
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
    if (!this.negotiated?.routeRefresh) return
    this.send(encodeMessage({ type: 'route-refresh', ...unicast(this.config.family), subtype }))
  }

  /** Whole messages of an Established session. */
  send(bytes: Uint8Array): void {
    this.#driver.send(bytes)
  }

  /** The peer's connection; the machine hears of it when the process gets to it. */
  accept(socket: Socket): SocketUser {
    return this.#driver.accept(socket)
  }

  tick(): void {
    this.#driver.tick()
  }

  /** The process is gone, its sockets are the kernel's. */
  abandon(): void {
    this.#isGone = true
    this.#driver.abandon()
  }

  /** In the kernel; the process gets it in its turn. */
  #arrived(connection: ConnectionId, bytes: Uint8Array): void {
    const { inbox, parts } = this.#speaker
    const driver = this.#driver
    if (driver.isKeepalive(connection, bytes)) {
      parts.hear(bytes)
      if (inbox.isOpen) driver.received(connection)
      else inbox.add(() => driver.received(connection))
      return
    }
    if (!this.#isGuest && !parts.hear(bytes)) {
      this.#show(connection, bytes)
      return
    }
    if (driver.isUpdate(connection, bytes)) inbox.add(() => this.#carry(connection, bytes))
    else inbox.add(() => driver.handle(driver.decode(connection, bytes)))
  }

  /** What is no load is seen by the observers too. */
  #show(connection: ConnectionId, bytes: Uint8Array): void {
    const { inbox, parts } = this.#speaker
    const event = this.#driver.decode(connection, bytes)
    if (event.type === 'message') {
      const facts = { node: parts.host.name, from: this.config.address, octets: bytes.length }
      const seen = seenOf(event.message, facts)
      if (seen) parts.see(seen, bytes)
    }
    inbox.add(() => this.#driver.handle(event))
  }

  #carry(connection: ConnectionId, bytes: Uint8Array): void {
    const update = this.#driver.carry(connection, bytes)
    if (update) this.#decide({ type: 'update', peer: this.config.name, update })
  }

  #told(output: SessionOutput, was: Negotiated | undefined) {
    switch (output.type) {
      case 'established':
        return this.#established(output)
      case 'down':
        return this.#down(output, was)
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
    const { connection } = this.#driver
    const isCurrent = () => connection === this.#driver.connection && !this.#isGone
    this.#speaker.decisions.add(event, isCurrent)
  }

  #established({ connection, negotiated }: SessionOutput & { type: 'established' }): void {
    const { name } = this.config
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
    if (connection !== this.#driver.connection) return
    this.#speaker.step({ type: 'congestion', peer: this.config.name, on: false })
  }

  #down(
    { ending, keepRoutes }: SessionOutput & { type: 'down' },
    was: Negotiated | undefined,
  ): void {
    const { timeS = 0 } = was?.gracefulRestart ?? {}
    this.lastReset = this.#why ?? reasonOf(ending)
    this.#report(false, this.lastReset)
    // A session that is up again by then has put an end to this one itself.
    this.#speaker.decisions.add(
      { type: 'down', peer: this.config.name, ...(keepRoutes && { keepMs: timeS * 1000 }) },
      () => this.#driver.connection === 0 && !this.#isGone,
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

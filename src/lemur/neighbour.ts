/** One neighbour of the daemon: its session on sockets, and what an administrator wants of it. */
import { unicast } from '../bgp/address-family.ts'
import { encodeMessage } from '../bgp/message.ts'
import type { PeerConfig } from '../bgp/router/config.ts'
import { writeRouteUpdate } from '../bgp/router/encode.ts'
import type { RouteUpdate } from '../bgp/router/events.ts'
import type { PrefixTable } from '../bgp/router/prefix-table.ts'
import { CEASE, cease } from '../bgp/session/notifications.ts'
import type { NotificationBody } from '../bgp/session/types.ts'
import { createWriter } from '../bgp/writer.ts'
import type { LemurConfig } from '../model/lemur-config.ts'
import { createPeer, type Peer, type PeerEvents } from '../speaker/peer.ts'
import type { Session } from '../speaker/session.ts'

export interface NeighbourOptions {
  readonly config: PeerConfig
  readonly daemon: LemurConfig
  readonly table: PrefixTable
  /** Only listens for it. */
  readonly passive?: boolean
  readonly port?: number
}

const BGP_PORT = 179
/** Rest between two attempts after a failure: a lab that heals must not wait for minutes. */
const IDLE_HOLD_MS = 1000

export class Neighbour {
  readonly config: PeerConfig
  readonly peer: Peer
  readonly #table: PrefixTable
  readonly #writer = createWriter()
  isShutDown = false
  /** It told too many prefixes; until somebody resets it, as in FRR. */
  isOverLimit = false
  /** Its interface has no carrier. */
  isCut = false
  lastReset: string | undefined
  /** Of the attempts since then. */
  lastFailure: string | undefined
  /** Why the daemon itself ends the session, for the log. */
  why: string | undefined

  constructor({ config, daemon, table, passive, port }: NeighbourOptions, events: PeerEvents) {
    this.config = config
    this.#table = table
    const { timers, router } = daemon
    const idleHoldMs = Math.min(IDLE_HOLD_MS, timers.connectRetryMs)
    this.peer = createPeer(
      {
        remote: config.address,
        port: port ?? BGP_PORT,
        ...(!passive && { local: config.localAddress }),
        asn: router.asn,
        peerAsn: config.asn,
        routerId: router.routerId,
        holdTimeS: timers.holdMs / 1000,
        connects: passive !== true,
        capabilities: {
          families: [unicast(config.family)],
          routeRefresh: true,
          enhancedRefresh: true,
          hostname: { host: daemon.hostname, domain: '' },
        },
        timers: {
          connectRetryMs: timers.connectRetryMs,
          idleHoldMs,
          idleHoldMaxMs: idleHoldMs,
          ...(timers.keepaliveMs > 0 && { keepaliveMs: timers.keepaliveMs }),
        },
      },
      events,
    )
  }

  get session(): Session | undefined {
    return this.peer.session
  }

  /** Nobody is to speak with it, whoever connects. */
  get isRefused(): boolean {
    return this.isShutDown || this.isOverLimit
  }

  /** Unless something keeps it down. */
  start(): void {
    if (!this.isRefused && !this.isCut) this.peer.start()
  }

  /** RFC 4486 subcode 1. */
  exceed(notification: NotificationBody): void {
    this.isOverLimit = true
    this.stop('too many prefixes', notification)
  }

  shutDown(): void {
    this.isShutDown = true
    this.isOverLimit = false
    this.stop('shut down by the administrator')
  }

  stop(why: string, notification: NotificationBody = cease(CEASE.administrativeShutdown)): void {
    this.why = why
    this.peer.stop(notification)
    this.why = undefined
  }

  /** Tries at once, unless an attempt is well under way. */
  retry(): void {
    if (!['Idle', 'Connect', 'Active'].includes(this.peer.state)) return
    this.peer.stop()
    this.start()
  }

  /** RFC 4486 subcode 4. */
  reset(): void {
    this.isOverLimit = false
    this.stop('reset by the administrator', cease(CEASE.administrativeReset))
    this.start()
  }

  /** ROUTE-REFRESH (RFC 2918, RFC 7313). False: the peer does not know it. */
  refresh(subtype: number): boolean {
    const { session } = this
    if (!session?.negotiated.routeRefresh) return false
    session.write(encodeMessage({ type: 'route-refresh', ...unicast(this.config.family), subtype }))
    return true
  }

  /** Puts the message with those that `send` hands over. */
  add(update: RouteUpdate): void {
    const { session } = this
    if (session) writeRouteUpdate(this.#writer, update, this.#table, session.negotiated.asWidth)
  }

  /** False: the connection is full. */
  send(): boolean {
    const { session } = this
    if (this.#writer.length === 0) return true
    const bytes = this.#writer.take()
    this.#writer.clear()
    return session?.write(bytes) ?? true
  }
}

/** The words of the session state machine (RFC 4271 section 8): states, timers, what goes in, what comes out. */
import type { WireError } from '../../lib/errors.ts'
import type { Capabilities } from '../capabilities.ts'
import type { Message, RouteRefresh } from '../message.ts'
import type { Notification } from '../notification.ts'
import type { Open } from '../open.ts'
import type { Update } from '../update.ts'
import type { Ending } from './ending.ts'
import type { Negotiated } from './negotiated.ts'

/** RFC 4271 section 8.2.2, in the order of progress. */
export const STATES = [
  'Idle',
  'Connect',
  'Active',
  'OpenSent',
  'OpenConfirm',
  'Established',
] as const
export type SessionState = (typeof STATES)[number]

export type TimerName =
  | 'connectRetry'
  | 'hold'
  | 'keepalive'
  | 'delayOpen'
  | 'idleHold'
  /** RFC 9687. */
  | 'sendHold'

/** A TCP connection or an attempt at one; numbers come from `SessionMachine.newConnection`. */
export type ConnectionId = number

/** A NOTIFICATION without its type. */
export type NotificationBody = Omit<Notification, 'type'>

/** What the driver tells the machine. */
export type SessionEvent =
  /** Events 1 and 3 to 7: ManualStart and AutomaticStart; whether passive is in the options. */
  | { readonly type: 'start' }
  /** Events 2 and 8. Without a notification: Cease/Administrative Shutdown (RFC 4486). */
  | { readonly type: 'stop'; readonly notification?: NotificationBody }
  /** Event 16: the connection that `connect` asked for is there. */
  | { readonly type: 'connected'; readonly connection: ConnectionId }
  /** Event 17: the peer connected to us. */
  | { readonly type: 'accepted'; readonly connection: ConnectionId }
  /** Event 18: refused, reset, closed, no answer. */
  | { readonly type: 'disconnected'; readonly connection: ConnectionId; readonly ending: Ending }
  /** Events 19, 20, 24 to 27. */
  | { readonly type: 'message'; readonly connection: ConnectionId; readonly message: Message }
  /** Events 21, 22 and 28: bytes that are not BGP, or an UPDATE beyond repair (RFC 7606 section 2). */
  | { readonly type: 'malformed'; readonly connection: ConnectionId; readonly error: WireError }

/** What the driver must do, in this order. */
export type SessionOutput =
  | { readonly type: 'connect'; readonly connection: ConnectionId }
  | { readonly type: 'send'; readonly connection: ConnectionId; readonly bytes: Uint8Array }
  /** What was sent goes out first. The machine knows nothing of this connection afterwards. */
  | { readonly type: 'close'; readonly connection: ConnectionId }
  | { readonly type: 'state'; readonly state: SessionState }
  | {
      readonly type: 'established'
      readonly connection: ConnectionId
      readonly negotiated: Negotiated
    }
  /** An attempt that ended before it was Established: collisions and refused connections too. */
  | { readonly type: 'failed'; readonly connection: ConnectionId; readonly ending: Ending }
  | {
      readonly type: 'down'
      readonly connection: ConnectionId
      readonly ending: Ending
      /** The peer's routes may be kept while it restarts (RFC 4724 section 4.2, RFC 8538). */
      readonly keepRoutes: boolean
    }
  | { readonly type: 'update'; readonly update: Update }
  | { readonly type: 'refresh'; readonly refresh: RouteRefresh }

export interface SessionTimers {
  /** RFC 4271 section 10 suggests 120 s. */
  readonly connectRetryMs: number
  /** Hold time until the OPEN of the peer is there: 4 minutes (RFC 4271 section 8.2.2). */
  readonly openHoldMs: number
  /** A third of the negotiated hold time when absent, and never more than that. */
  readonly keepaliveMs?: number
  /** RFC 4271 section 8.1.1; 0 sends the OPEN at once. */
  readonly delayOpenMs: number
  /** Rest in Idle after a failure, doubled with each failure in a row up to `idleHoldMaxMs`. */
  readonly idleHoldMs: number
  /** Equal to `idleHoldMs`: no damping of peer oscillations. */
  readonly idleHoldMaxMs: number
  /** Rest after what we ended ourselves, always this long; as after any other failure when absent. */
  readonly idleHoldByUsMs?: number
  /** RFC 9687 section 5: at least 8 minutes and twice the hold time when absent. */
  readonly sendHoldMs?: number
}

export const DEFAULT_TIMERS: SessionTimers = {
  connectRetryMs: 120_000,
  openHoldMs: 240_000,
  delayOpenMs: 0,
  idleHoldMs: 1000,
  idleHoldMaxMs: 60_000,
}

export interface SessionOptions {
  readonly local: {
    readonly asn: number
    readonly routerId: string
    readonly holdTimeS: number
    /** What the OPEN offers beside the four-octet AS number. */
    readonly capabilities: Partial<Capabilities>
  }
  /** Undefined accepts any AS. */
  readonly peerAsn?: number | undefined
  /** The peer's smallest acceptable hold time, seconds; 0 is always accepted unless this is set. */
  readonly minHoldTimeS?: number
  /** Take our own OPEN for that of the peer: some relays, made to calibrate tools, send it back. */
  readonly acceptsEcho?: boolean
  /** Connect to the peer. Without it: passive. */
  readonly connects: boolean
  /** Accept connections of the peer. */
  readonly accepts: boolean
  /** Start again after a failure or a lost session, after the idle hold time. */
  readonly restarts: boolean
  readonly timers: SessionTimers
  /** Uniform in [0, 1): spreads ConnectRetry and Keepalive (RFC 4271 section 10). No jitter when absent. */
  readonly random?: () => number
}

/** One connection's state machine. The machine of a session has one or, during a collision, two. */
export interface Fsm {
  readonly direction: 'outgoing' | 'incoming'
  state: SessionState
  /** 0 without a connection. */
  connection: ConnectionId
  /** When each timer expires, milliseconds of the driver's clock; Infinity when it does not run. */
  readonly deadlines: Record<TimerName, number>
  negotiated: Negotiated | undefined
}

/** What one connection's machine reacts to. The numbers are those of RFC 4271 section 8.1. */
export type FsmEvent =
  | { readonly type: 'start' } // 1, 3-7
  | { readonly type: 'stop'; readonly notification: NotificationBody } // 2, 8
  | { readonly type: 'timer'; readonly timer: TimerName } // 9-13
  | { readonly type: 'connected' } // 16, 17
  | { readonly type: 'disconnected'; readonly ending: Ending } // 18
  | { readonly type: 'malformed'; readonly error: WireError } // 21, 22, 28
  | { readonly type: 'collision' } // 23
  | Message // 19, 20, 24-27

/** What a state may look at and do. */
export interface Context {
  readonly fsm: Fsm
  readonly options: SessionOptions
  readonly nowMs: number
  emit(output: SessionOutput): void
  newConnection(): ConnectionId
  /** RFC 4271 section 6.8, when a valid OPEN came: does this connection lose? */
  losesCollision(remote: Open): boolean
}

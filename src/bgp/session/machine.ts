/**
 * The BGP session with one peer as a machine without clock, sockets or timers: events and the time
 * go in, what must be done comes out. It has one state machine for the connection that we initiate
 * and one for each that the peer initiates (RFC 4271 section 8.2.1); section 6.8 says which of them
 * survives, so that at most one is ever Established.
 *
 * Timers are instants at which `tick` must be called: the earliest is `nextDeadlineMs`. Calling it
 * more often does no harm, so a busy thread can do so between two pieces of work.
 *
 * RFC 4271 A Border Gateway Protocol 4, sections 6 and 8 · RFC 4486 Cease subcodes · RFC 4724 and
 * RFC 8538 graceful restart · RFC 6286 AS-wide unique identifiers · RFC 6608 FSM error subcodes ·
 * RFC 7607 AS 0 · RFC 9003 shutdown communication · RFC 9687 send hold timer
 */
import { restartHold, restartSendHold } from './actions.ts'
import { active, connecting, idle } from './before-open.ts'
import { ourConnectionSurvives } from './collision.ts'
import type { Ending } from './ending.ts'
import { establishedState } from './established.ts'
import { createFsm, earliest, earliestTimer, NEVER } from './fsm.ts'
import { CEASE, cease } from './notifications.ts'
import { openConfirmState, openSentState } from './open-sent.ts'
import {
  type ConnectionId,
  type Context,
  type Fsm,
  type FsmEvent,
  type SessionEvent,
  type SessionOptions,
  type SessionOutput,
  type SessionState,
  STATES,
} from './types.ts'

export interface SessionMachine {
  /** The furthest of its connections. */
  readonly state: SessionState
  /** When `tick` has something to do; Infinity when no timer runs. */
  readonly nextDeadlineMs: number
  /** A number for a connection that the peer opened. */
  newConnection(): ConnectionId
  handle(event: SessionEvent, nowMs: number): readonly SessionOutput[]
  /** Lets every timer act that has expired. */
  tick(nowMs: number): readonly SessionOutput[]
  /** A KEEPALIVE or an UPDATE came that the driver dealt with itself. Allocates nothing. */
  received(connection: ConnectionId, nowMs: number): void
  /** The kernel took everything that was given to it (RFC 9687). Allocates nothing. */
  sent(connection: ConnectionId, nowMs: number): void
}

export const createSessionMachine = (options: SessionOptions): SessionMachine =>
  new Machine(options)

const STATE_MACHINE: Readonly<Record<SessionState, (c: Context, event: FsmEvent) => void>> = {
  Idle: idle,
  Connect: connecting,
  Active: active,
  OpenSent: openSentState,
  OpenConfirm: openConfirmState,
  Established: establishedState,
}

const STOP = cease(CEASE.administrativeShutdown)

class Machine implements SessionMachine {
  readonly #options: SessionOptions
  /** Exists always; Idle and without a timer while a connection of the peer is used. */
  readonly #outgoing: Fsm = createFsm('outgoing')
  #incoming: Fsm[] = []
  #outputs: SessionOutput[] = []
  #nowMs = 0
  #connections = 0
  #isStarted = false
  #failures = 0
  /** The last connection that is over: we ended it. */
  #endedByUs = false
  #establishedAtMs = Number.NEGATIVE_INFINITY
  #shownState: SessionState = 'Idle'

  constructor(options: SessionOptions) {
    this.#options = options
  }

  get state(): SessionState {
    let best = STATES.indexOf(this.#outgoing.state)
    for (const { state } of this.#incoming) best = Math.max(best, STATES.indexOf(state))
    return STATES[best] as SessionState
  }

  get nextDeadlineMs(): number {
    let next = earliest(this.#outgoing)
    for (const fsm of this.#incoming) next = Math.min(next, earliest(fsm))
    return next
  }

  newConnection(): ConnectionId {
    this.#connections += 1
    return this.#connections
  }

  handle(event: SessionEvent, nowMs: number): readonly SessionOutput[] {
    this.#nowMs = nowMs
    this.#take(event)
    return this.#finish()
  }

  tick(nowMs: number): readonly SessionOutput[] {
    this.#nowMs = nowMs
    for (let at = this.nextDeadlineMs; at <= nowMs && at < NEVER; at = this.nextDeadlineMs) {
      const fsm = this.#fsms().find((each) => earliest(each) === at) as Fsm
      const timer = earliestTimer(fsm)
      fsm.deadlines[timer] = NEVER
      this.#dispatch(fsm, timer === 'idleHold' ? { type: 'start' } : { type: 'timer', timer })
      this.#settle()
    }
    return this.#finish()
  }

  received(connection: ConnectionId, nowMs: number): void {
    const fsm = this.#fsmOf(connection)
    if (fsm?.state !== 'Established') return
    restartHold(fsm, nowMs)
  }

  sent(connection: ConnectionId, nowMs: number): void {
    const fsm = this.#fsmOf(connection)
    if (fsm?.state !== 'Established') return
    restartSendHold(fsm, this.#options, nowMs)
  }

  #take(event: SessionEvent) {
    switch (event.type) {
      case 'start':
        this.#isStarted = true
        // Not while a connection of the peer is in use: then there is nothing to start.
        if (this.#incoming.length === 0) this.#start()
        return
      case 'stop':
        return this.#stop({ type: 'stop', notification: event.notification ?? STOP })
      case 'accepted':
        return this.#accept(event.connection)
      default: {
        const fsm = this.#fsmOf(event.connection)
        if (fsm) this.#dispatch(fsm, event.type === 'message' ? event.message : event)
      }
    }
  }

  #start(): void {
    this.#outgoing.deadlines.idleHold = NEVER
    this.#dispatch(this.#outgoing, { type: 'start' })
  }

  #stop(event: FsmEvent & { type: 'stop' }): void {
    this.#isStarted = false
    this.#failures = 0
    for (const fsm of this.#fsms()) this.#dispatch(fsm, event)
    this.#outgoing.deadlines.idleHold = NEVER
  }

  #accept(connection: ConnectionId): void {
    const rests = this.#outgoing.state === 'Idle' && this.#incoming.length === 0
    if (!this.#isStarted || !this.#options.accepts || rests) {
      this.#outputs.push({ type: 'close', connection })
      return
    }
    this.#restartGracefully()
    // One at a time without an OPEN: a peer that opens another one has given up the former.
    for (const fsm of this.#incoming)
      if (fsm.state === 'Active' || fsm.state === 'OpenSent')
        this.#dispatch(fsm, { type: 'collision' })
    const fsm = createFsm('incoming', connection)
    this.#incoming.push(fsm)
    this.#dispatch(fsm, { type: 'connected' })
  }

  /** RFC 4724 section 4.2: with graceful restart, a new connection means that the peer has restarted. */
  #restartGracefully(): void {
    const fsm = this.#established()
    if (fsm?.negotiated?.gracefulRestart)
      this.#dispatch(fsm, { type: 'disconnected', ending: RESTARTED })
  }

  #dispatch(fsm: Fsm, event: FsmEvent): void {
    STATE_MACHINE[fsm.state](this.#context(fsm), event)
  }

  #context(fsm: Fsm): Context {
    return {
      fsm,
      options: this.#options,
      nowMs: this.#nowMs,
      emit: (output) => this.#emit(output),
      newConnection: () => this.newConnection(),
      losesCollision: (remote) => this.#losesCollision(fsm, remote),
    }
  }

  #emit(output: SessionOutput): void {
    if (output.type === 'established') this.#establishedAtMs = this.#nowMs
    if (output.type === 'down' || output.type === 'failed')
      this.#endedByUs = output.ending.by === 'local'
    this.#outputs.push(output)
  }

  #losesCollision(fsm: Fsm, remote: { routerId: string; asn: number }): boolean {
    const others = this.#fsms().filter((other) => other !== fsm)
    if (others.some(({ state }) => state === 'Established')) return true
    const survivor = ourConnectionSurvives(this.#options.local, remote) ? 'outgoing' : 'incoming'
    for (const other of others) {
      if (other.state !== 'OpenConfirm') continue
      // Of two that the peer initiated, it means the newer one.
      if (other.direction !== fsm.direction && fsm.direction !== survivor) return true
      this.#dispatch(other, { type: 'collision' })
    }
    return false
  }

  /** After every event: drops what is over, and restarts what rests. */
  #settle(): void {
    this.#incoming = this.#incoming.filter(({ state }) => state !== 'Idle')
    const established = this.#established()
    if (established) this.#giveUpAttempts(established)
    const { state, deadlines } = this.#outgoing
    const isOver = state === 'Idle' && this.#incoming.length === 0
    if (!isOver || !this.#isStarted || deadlines.idleHold !== NEVER) return
    if (this.#options.restarts) deadlines.idleHold = this.#nowMs + this.#idleHoldMs()
    else this.#isStarted = false
  }

  /** What has not sent an OPEN cannot collide (section 6.8): it just ends. The others end with their OPEN. */
  #giveUpAttempts(established: Fsm): void {
    for (const fsm of this.#fsms())
      if (fsm !== established && (fsm.state === 'Connect' || fsm.state === 'Active'))
        this.#dispatch(fsm, { type: 'collision' })
    this.#incoming = this.#incoming.filter(({ state }) => state !== 'Idle')
  }

  /** DampPeerOscillations (section 8.1.1): doubled by each failure that follows the former one soon. */
  #idleHoldMs(): number {
    const { idleHoldMs, idleHoldMaxMs, idleHoldByUsMs } = this.#options.timers
    if (this.#endedByUs && idleHoldByUsMs !== undefined) return idleHoldByUsMs
    if (this.#nowMs - this.#establishedAtMs > idleHoldMaxMs && this.#establishedAtMs > 0)
      this.#failures = 0
    this.#establishedAtMs = Number.NEGATIVE_INFINITY
    this.#failures += 1
    return Math.max(Math.min(idleHoldMs * 2 ** Math.min(this.#failures - 1, 30), idleHoldMaxMs), 1)
  }

  #finish(): readonly SessionOutput[] {
    this.#settle()
    const { state } = this
    if (state !== this.#shownState) this.#outputs.push({ type: 'state', state })
    this.#shownState = state
    const outputs = this.#outputs
    this.#outputs = []
    return outputs
  }

  #established(): Fsm | undefined {
    return this.#fsms().find(({ state }) => state === 'Established')
  }

  #fsmOf(connection: ConnectionId): Fsm | undefined {
    if (connection === 0) return undefined
    if (this.#outgoing.connection === connection) return this.#outgoing
    return this.#incoming.find((fsm) => fsm.connection === connection)
  }

  #fsms(): readonly Fsm[] {
    return [this.#outgoing, ...this.#incoming]
  }
}

const RESTARTED: Ending = {
  by: 'remote',
  why: 'closed',
  text: 'the peer restarted: it opened a new connection',
}

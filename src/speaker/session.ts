/** An Established session as its user sees it. */
import type { Ending } from '../bgp/session/ending.ts'
import type { Negotiated } from '../bgp/session/negotiated.ts'
import { CEASE, cease } from '../bgp/session/notifications.ts'
import type { NotificationBody } from '../bgp/session/types.ts'
import type { Connection, Consume } from './connection.ts'

export interface SessionEnd {
  readonly ending: Ending
  /** The peer's routes may be kept while it restarts (RFC 4724, RFC 8538). */
  readonly keepRoutes: boolean
}

export interface Session {
  readonly negotiated: Negotiated
  readonly local: { readonly address: string; readonly port: number }
  readonly remote: { readonly address: string; readonly port: number }
  /** Octets that the kernel has not taken yet. */
  readonly writableLength: number
  /** Once, whoever ended it. Never rejects. */
  readonly ended: Promise<SessionEnd>
  readonly isOpen: boolean
  /**
   * From the next octet on, `consume` gets the stream. What it consumes counts as received (hold timer).
   * All but UPDATEs goes to `message`. Called within `established`, it misses nothing.
   */
  takeOver(consume: Consume): void
  /** One whole message that the taker does not understand itself. */
  message(bytes: Uint8Array, from: number, to: number): void
  /** Cheap when no timer has expired: for threads that are too busy for timers. */
  tick(nowMs: number): void
  /**
   * Whole messages. False: wait for `drained`. The octets must not change until then; `taken` tells
   * it of this write alone, whatever its size, or that the session is over.
   */
  write(bytes: Uint8Array, taken?: () => void): boolean
  /** The kernel has everything, or the session is over. */
  drained(): Promise<void>
  pause(): void
  resume(): void
  /** Cease/Administrative Shutdown without a notification. */
  close(notification?: NotificationBody): void
}

/** What a session needs of the peer that it belongs to. */
export interface SessionHost {
  message(bytes: Uint8Array, from: number, to: number): void
  received(): void
  tick(nowMs: number): void
  close(notification: NotificationBody): void
}

const NOTHING = new Uint8Array(0)

export class EstablishedSession implements Session {
  readonly negotiated: Negotiated
  readonly ended: Promise<SessionEnd>
  readonly local: { readonly address: string; readonly port: number }
  readonly remote: { readonly address: string; readonly port: number }
  readonly #connection: Connection
  readonly #host: SessionHost
  #resolveEnded: (end: SessionEnd) => void = () => {}
  #waiting: (() => void)[] = []
  #isOpen = true

  constructor(negotiated: Negotiated, connection: Connection, host: SessionHost) {
    this.negotiated = negotiated
    this.#connection = connection
    this.#host = host
    this.local = connection.local
    this.remote = connection.remote
    this.ended = new Promise((resolve) => {
      this.#resolveEnded = resolve
    })
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  get writableLength(): number {
    return this.#connection.writableLength
  }

  takeOver(consume: Consume): void {
    if (!this.#isOpen) return
    this.#connection.consume = (bytes, from, to) => {
      const consumed = consume(bytes, from, to)
      // RFC 4271 section 8.2.2: whole messages. A beginning without an end keeps no session alive.
      if (consumed > from) this.#host.received()
      return consumed
    }
  }

  message(bytes: Uint8Array, from: number, to: number): void {
    if (this.#isOpen) this.#host.message(bytes, from, to)
  }

  tick(nowMs: number): void {
    this.#host.tick(nowMs)
  }

  write(bytes: Uint8Array, taken?: () => void): boolean {
    return this.#connection.write(bytes, taken)
  }

  drained(): Promise<void> {
    if (!this.#isOpen) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
      // Neither does `drain` come for every write that waits, nor is an empty queue a sign of life: a
      // connection that was reset has one too, and who goes on at once would go on for ever.
      this.#connection.write(NOTHING, () => {
        if (this.writableLength === 0) this.#wake()
      })
    })
  }

  pause(): void {
    this.#connection.pause()
  }

  resume(): void {
    this.#connection.resume()
  }

  close(notification: NotificationBody = cease(CEASE.administrativeShutdown)): void {
    if (this.#isOpen) this.#host.close(notification)
  }

  /** Of the peer: it is over. */
  end(end: SessionEnd): void {
    this.#isOpen = false
    this.#resolveEnded(end)
    this.#wake()
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}

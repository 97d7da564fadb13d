/**
 * One TCP connection that hands over contiguous octets without allocating.
 *
 * One static buffer: [headroom | read area]. The kernel reads into the read area; what the consumer
 * leaves (the beginning of a message) is moved to the end of the headroom, so that the rest of the
 * message comes right behind it. A read area of 64 KiB stays in the cache; larger ones are slower.
 */
import { createConnection, Socket } from 'node:net'
import type { Ending } from '../bgp/session/ending.ts'
import { detachHandle, socketOf } from './handle.ts'
import { socketEnding } from './socket-ending.ts'

/**
 * Gets `bytes[from..to)` and answers up to where it has consumed them. At least all whole messages
 * must be consumed. The octets are valid during the call only.
 */
export type Consume = (bytes: Uint8Array, from: number, to: number) => number

export interface ConnectionUser {
  readonly consume: Consume
  connected(): void
  /** The kernel took everything after `write` had answered false. */
  drained(): void
  /** Once, and not after our own `close`. */
  ended(ending: Ending): void
}

export interface Target {
  readonly remote: string
  readonly port: number
  /** Own address to bind; the kernel chooses when absent. */
  readonly local?: string | undefined
  /**
   * What to read into, `BUFFER_OCTETS` or more: for who wants it at the same place in every
   * connection, or readable a little behind its end.
   */
  readonly buffer?: Uint8Array | undefined
}

// One octet more than the longest message (RFC 8654).
const HEADROOM = 65_536
const READ_AREA = 65_536
export const BUFFER_OCTETS = HEADROOM + READ_AREA
/** How long the peer may take to read what we said last, and to close. */
const LINGER_MS = 1000

export class Connection {
  /** Replaced when somebody takes the stream over. */
  consume: Consume
  readonly #socket: Socket
  readonly #user: ConnectionUser
  readonly #buffer: Uint8Array
  readonly #name: string
  #held = 0
  #error: Error | undefined
  #isClosed = false

  /**
   * Connects to a target, or serves a socket that was accepted (with `pauseOnConnect`), or a target
   * that something else has connected to.
   */
  constructor(source: Target | Socket, user: ConnectionUser, handle?: object) {
    this.#user = user
    this.consume = user.consume
    const accepted = source instanceof Socket
    this.#buffer = (accepted ? undefined : source.buffer) ?? new Uint8Array(BUFFER_OCTETS)
    this.#name = accepted
      ? `${source.remoteAddress} port ${source.remotePort}`
      : `${source.remote} port ${source.port}`
    this.#socket = accepted ? this.#adopt(source) : this.#connect(source, handle)
    this.#socket.on('connect', () => user.connected())
    this.#socket.on('drain', () => user.drained())
    this.#socket.on('error', (error) => {
      this.#error = error
    })
    // Not at `close`: that one waits for what the peer does not take any more.
    this.#socket.on('end', () => {
      if (!this.#isClosed) this.#socket.destroy()
      this.#ended()
    })
    this.#socket.on('close', () => this.#ended())
    if (accepted || handle) this.#socket.resume()
  }

  get local(): { readonly address: string; readonly port: number } {
    return { address: this.#socket.localAddress ?? '', port: this.#socket.localPort ?? 0 }
  }

  get remote(): { readonly address: string; readonly port: number } {
    return { address: this.#socket.remoteAddress ?? '', port: this.#socket.remotePort ?? 0 }
  }

  /** Octets that the kernel has not taken yet. */
  get writableLength(): number {
    return this.#socket.writableLength
  }

  /**
   * False: wait for `drained`. The octets must not change until then; `taken` tells it of this write
   * alone, whatever its size, or that the connection is over.
   */
  write(bytes: Uint8Array, taken?: () => void): boolean {
    if (this.#socket.writable && !this.#isClosed) return this.#socket.write(bytes, taken)
    if (taken) setImmediate(taken)
    return false
  }

  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  /**
   * Sends what was written, then closes. It goes on reading for a moment: a close with unread octets
   * is a reset, and a reset takes the NOTIFICATION from the peer that has not read it yet.
   */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.consume = (_bytes, _from, to) => to
    if (this.#socket.connecting) {
      this.#socket.destroy()
      return
    }
    this.#socket.resume()
    this.#socket.end()
    const timer = setTimeout(() => this.#socket.destroy(), LINGER_MS)
    this.#socket.once('close', () => clearTimeout(timer))
  }

  #connect({ remote, port, local }: Target, handle?: object): Socket {
    if (handle) return socketOf(handle, this.#onread()).setNoDelay(true)
    return createConnection({
      host: remote,
      port,
      ...(local !== undefined && { localAddress: local }),
      noDelay: true,
      onread: this.#onread(),
    })
  }

  /** A public API for `onread` exists for clients only: without a handle, chunks are copied. */
  #adopt(socket: Socket): Socket {
    socket.setNoDelay(true)
    const adopted = detachHandle(socket, this.#onread())
    if (adopted) return adopted
    socket.on('data', (chunk: Uint8Array) => this.#copyIn(chunk))
    return socket
  }

  #onread() {
    return {
      buffer: this.#buffer.subarray(HEADROOM, BUFFER_OCTETS),
      callback: (octets: number): boolean => {
        this.#read(octets)
        return true
      },
    }
  }

  #copyIn(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; at += READ_AREA) {
      const part = chunk.subarray(at, at + READ_AREA)
      this.#buffer.set(part, HEADROOM)
      this.#read(part.length)
    }
  }

  #read(octets: number): void {
    const to = HEADROOM + octets
    const consumed = this.consume(this.#buffer, HEADROOM - this.#held, to)
    const held = to - consumed
    if (held > 0) this.#buffer.copyWithin(HEADROOM - held, consumed, to)
    this.#held = held
  }

  #ended(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#user.ended(socketEnding(this.#error, this.#name))
  }
}

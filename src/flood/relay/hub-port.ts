/** One peer of a hub: reads messages into its one buffer, answers or forwards them. */
import type { Socket } from 'node:net'
import { detachHandle } from '../../speaker/handle.ts'
import { noCounts, type PortCounts } from './counts.ts'

const HEADER = 19
const TYPE = { open: 1, update: 2, notification: 3, keepalive: 4, routeRefresh: 5 } as const
/** The largest message (RFC 8654), and so the largest part of one. */
const LARGEST = 65_535
/** What a processor's cache holds: larger reads are slower. */
const READ = 65_536

export interface HubPortOwner {
  /** Undefined while there is none. */
  sink(): HubPort | undefined
  closed(problem: string | undefined): void
}

export class HubPort {
  readonly counts: PortCounts
  readonly #isSink: boolean
  readonly #owner: HubPortOwner
  readonly #socket: Socket
  /** Reads go to LARGEST and behind; what is left of a message is put directly before that. */
  readonly #bytes = new Uint8Array(LARGEST + READ)
  #start = LARGEST
  #end = LARGEST
  #problem: string | undefined
  /** Something is to be forwarded, and there is nobody to take it. */
  #waits = false
  /** Parts of the buffer that the sink's kernel has not taken yet. */
  #pending = 0

  constructor(accepted: Socket, isSink: boolean, owner: HubPortOwner) {
    const peer = `${accepted.remoteAddress}:${accepted.remotePort}`
    this.counts = noCounts(peer, isSink ? 'sink' : 'source')
    this.#isSink = isSink
    this.#owner = owner
    this.#socket = this.#adopt(accepted)
    this.#socket.setNoDelay(true)
    this.#socket.on('error', (error) => {
      this.#problem ??= error.message
    })
    this.#socket.on('close', () => owner.closed(this.#problem))
  }

  resume(): void {
    this.#socket.resume()
  }

  sinkCame(): void {
    if (!this.#waits) return
    this.#waits = false
    if (this.#scan()) this.resume()
  }

  /** True when the kernel has all of it already; else `later` is called when it has, or never will. */
  take(bytes: Uint8Array, later: () => void): boolean {
    let isLater = false
    this.#socket.write(bytes, () => {
      if (isLater) later()
    })
    isLater = this.#socket.writableLength > 0
    return !isLater
  }

  close(problem: string | undefined): void {
    this.#problem ??= problem
    this.#socket.destroy()
  }

  #adopt(accepted: Socket): Socket {
    const place = this.#bytes.subarray(LARGEST)
    const callback = (octets: number): boolean => this.#read(octets)
    const adopted = detachHandle(accepted, { buffer: place, callback })
    if (adopted) return adopted
    // Chunks of Node are never larger than the place.
    return accepted.on('data', (chunk: Uint8Array) => {
      place.set(chunk)
      if (!this.#read(chunk.length)) accepted.pause()
    })
  }

  #read(octets: number): boolean {
    this.counts.octets += octets
    this.#end = LARGEST + octets
    return this.#scan()
  }

  /** Goes through what was read. False: the buffer is still needed, do not read on. */
  #scan(): boolean {
    const bytes = this.#bytes
    const end = this.#end
    const sink = this.#owner.sink()
    let at = this.#start
    let first = at
    let updates = 0
    while (end - at >= HEADER) {
      const octets = ((bytes[at + 16] as number) << 8) | (bytes[at + 17] as number)
      const type = bytes[at + 18] as number
      const isBgp = bytes[at] === 0xff && bytes[at + 15] === 0xff && octets >= HEADER
      if (!isBgp || type < TYPE.open || type > TYPE.routeRefresh) {
        this.close(`what it sent is not BGP, from octet ${this.counts.octets - (end - at)} on`)
        return false
      }
      if (at + octets > end) break
      if (type === TYPE.update) {
        if (!sink && !this.#isSink) {
          this.#waits = true
          break
        }
        updates++
      } else {
        if (at > first) this.#forward(sink, first, at)
        this.#answer(type, bytes.slice(at, at + octets))
        first = at + octets
      }
      at += octets
    }
    this.counts.updates += updates
    this.#start = at
    if (at > first) this.#forward(sink, first, at)
    if (this.#waits || this.#pending > 0) return false
    this.#keepRest()
    return true
  }

  #forward(sink: HubPort | undefined, from: number, to: number): void {
    // What the sink announces interests nobody.
    if (this.#isSink || !sink) return
    if (!sink.take(this.#bytes.subarray(from, to), this.#taken)) this.#pending++
  }

  readonly #taken = (): void => {
    this.#pending--
    if (this.#pending > 0 || this.#waits) return
    this.#keepRest()
    this.resume()
  }

  #answer(type: number, message: Uint8Array): void {
    const counts = this.counts
    if (type === TYPE.notification) {
      counts.notifications++
      this.#socket.end()
      return
    }
    if (type === TYPE.open) counts.opens++
    else if (type === TYPE.keepalive) counts.keepalives++
    else {
      counts.refreshes++
      return
    }
    this.#socket.write(message)
  }

  /** Moves an incomplete message to where the next read continues it. */
  #keepRest(): void {
    const rest = this.#end - this.#start
    if (this.#start !== LARGEST || rest > 0)
      this.#bytes.copyWithin(LARGEST - rest, this.#start, this.#end)
    this.#start = LARGEST - rest
    this.#end = LARGEST
  }
}

/**
 * What one end of a connection sends: in order, and late where TCP had to send it again. A segment
 * that the network did not carry comes with the first retransmission that gets through, the first of
 * which goes out when three behind it have come or after a timeout; those behind it wait for it at
 * the receiver (RFC 9293), or follow a round trip later. Where no acknowledgement
 * comes back, the sender repeats what the receiver has, and keeps back what is new. So it does with
 * what its congestion window has no room for.
 */
import { CongestionWindow } from './congestion-window.ts'
import { NO_ANSWER } from './endings.ts'
import { isLost, type Path, roundTripMs, takesMs } from './fabric.ts'
import type { Scheduled } from './network-types.ts'
import type { Payload, Socket } from './socket.ts'

/** Linux: TCP_RTO_MIN and TCP_RTO_MAX; the timeout doubles between them (RFC 6298 section 5.5). */
const SHORTEST_RTO_MS = 200
const LONGEST_RTO_MS = 120_000
/** tcp_retries2, and what Linux allows a socket that its process has closed (tcp_orphan_retries). */
const TRIES = 15
const ORPHAN_TRIES = 8
/** RFC 5681 section 3.2. */
const DUPLICATE_ACKS = 3

interface Segment {
  readonly payload: Payload
  readonly sentAtMs: number
  /** Under way or at the receiver: not to be sent again. */
  isHeld: boolean
}

export class Flow {
  readonly #from: Socket
  readonly #window = new CongestionWindow()
  /** The window has no room for the first one. */
  #unsent: Payload[] = []
  /** The first one is missing at the receiver. */
  #missing: Segment[] = []
  #lastArrivalMs = 0
  /** When the first segment was sent that could not be acknowledged; infinite when there is none. */
  #unackedAtMs = Number.POSITIVE_INFINITY
  #rtoMs = SHORTEST_RTO_MS
  #tries = 0
  /** Segments that came while the first one was missing, before it was sent again. */
  #duplicateAcks = 0
  #timer: Scheduled | undefined

  constructor(from: Socket) {
    this.#from = from
  }

  send(payload: Payload): void {
    this.#unsent.push(payload)
    if (this.#unsent.length === 1) this.#pump()
  }

  /** Sends what may be sent now; called again when the next acknowledgement has come. */
  #pump(): void {
    const { queue } = this.#from.net
    if (!this.#from.isAlive) this.#unsent = []
    for (let next = this.#unsent[0]; next !== undefined; next = this.#unsent[0]) {
      if (!this.#window.admits(octetsOf(next), queue.nowMs, this.#rtoMs)) {
        queue.schedule(this.#window.nextAckMs, () => this.#pump())
        return
      }
      this.#transmit(next)
      this.#unsent.shift()
    }
  }

  #transmit(payload: Payload): void {
    const { queue } = this.#from.net
    const { nowMs } = queue
    const { path } = this.#from
    if (path) this.#rtoMs = SHORTEST_RTO_MS + roundTripMs(path)
    const segment = { payload, sentAtMs: nowMs, isHeld: !this.#waits() && this.#getsThrough(path) }
    const octets = octetsOf(payload)
    const tookMs = path ? takesMs(path, octets, nowMs) : 0
    // A packet that overtakes waits at the receiver for those before it.
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, nowMs + tookMs)
    this.#window.sent(octets, nowMs, this.#lastArrivalMs + this.#backMs(path))
    queue.schedule(this.#lastArrivalMs, () => this.#arrives(segment, path))
  }

  /** From there to here. What is lost counts as the rest: it is no longer under way (RFC 6675). */
  #backMs(path: Path | undefined): number {
    const back = this.#from.peer?.path ?? path
    return back ? roundTripMs(back) / 2 : 0
  }

  /** After a timeout the window is one segment (RFC 5681 section 3.1), which is under way again and again. */
  #waits(): boolean {
    const { nowMs } = this.#from.net.queue
    if (!this.#isMute()) this.#unackedAtMs = Number.POSITIVE_INFINITY
    else if (nowMs - this.#unackedAtMs > this.#rtoMs) return true
    else this.#unackedAtMs = Math.min(this.#unackedAtMs, nowMs)
    return false
  }

  /** Nothing comes back from the other end. */
  #isMute(): boolean {
    const { peer, net } = this.#from
    const back = peer?.path
    return peer !== undefined && !(back && net.fabric.passes(back, peer.packet))
  }

  #getsThrough(path: Path | undefined): boolean {
    const { net, packet } = this.#from
    return path !== undefined && net.fabric.passes(path, packet) && !isLost(path)
  }

  #arrives(segment: Segment, path: Path | undefined): void {
    const { net, packet } = this.#from
    // What is under way when the path breaks is lost with it.
    if (segment.isHeld && path) segment.isHeld = net.fabric.arrives(path, packet)
    if (segment.isHeld && this.#missing.length === 0) {
      this.#deliver(segment)
      return
    }
    this.#missing.push(segment)
    if (this.#missing.length === 1) this.#begin(segment)
    else if (segment.isHeld) this.#duplicateAck(path)
  }

  #begin({ sentAtMs }: Segment): void {
    this.#duplicateAcks = 0
    this.#arm(sentAtMs)
  }

  /** After a timeout the next one is the timeout's business. */
  #duplicateAck(path: Path | undefined): void {
    this.#duplicateAcks += 1
    if (this.#duplicateAcks !== DUPLICATE_ACKS || this.#tries > 0) return
    const { queue } = this.#from.net
    const first = this.#missing[0]
    queue.schedule(queue.nowMs + this.#backMs(path), () => {
      if (this.#missing[0] === first && this.#tries === 0 && !this.#isMute()) this.#sendEarly()
    })
  }

  /** Fast retransmit; should that be lost too, the timeout is still to come. */
  #sendEarly(): void {
    if (!this.#from.isAlive) return
    this.#window.lost()
    this.#sendAgain()
  }

  #deliver({ payload }: Segment): void {
    const { peer } = this.#from
    if (peer && !peer.deliver(payload)) peer.refuse()
  }

  #arm(sinceMs: number): void {
    const waitMs = Math.min(this.#rtoMs * 2 ** this.#tries, LONGEST_RTO_MS)
    this.#timer?.cancel()
    this.#timer = this.#from.net.queue.schedule(sinceMs + waitMs, () => this.#timedOut())
  }

  #timedOut(): void {
    this.#window.timedOut()
    this.#retransmit()
  }

  #retransmit(): void {
    const { net, isAlive, isOpen } = this.#from
    if (!isAlive) {
      this.#missing = []
      return
    }
    this.#tries += 1
    if (this.#tries > (isOpen ? TRIES : ORPHAN_TRIES)) {
      this.#missing = []
      this.#from.end(NO_ANSWER)
      return
    }
    this.#arm(net.queue.nowMs)
    this.#sendAgain()
  }

  #sendAgain(): void {
    const { net, path } = this.#from
    const { queue } = net
    if (!path || !this.#getsThrough(path) || this.#waits()) return
    const first = this.#missing[0]
    const takes = takesMs(path, first ? octetsOf(first.payload) : 0, queue.nowMs)
    queue.schedule(queue.nowMs + takes, () => this.#repaired(first, path))
  }

  /** The first one is there, and with it whatever waited for it. */
  #repaired(first: Segment | undefined, path: Path): void {
    const { net, packet } = this.#from
    if (!first || this.#missing[0] !== first || !net.fabric.arrives(path, packet)) return
    first.isHeld = true
    this.#tries = 0
    this.#timer?.cancel()
    while (this.#missing[0]?.isHeld) this.#deliver(this.#missing.shift() as Segment)
    if (this.#missing.length === 0) return
    // The acknowledgement shows the next gap (RFC 6582 section 3.2).
    const atMs = net.queue.nowMs + roundTripMs(path) / 2
    this.#timer = net.queue.schedule(atMs, () => this.#retransmit())
  }
}

const octetsOf = (payload: Payload): number => (typeof payload === 'string' ? 0 : payload.length)

/**
 * TCP as far as it shows: connections that take round trips, octets that arrive in order or late but
 * never out of order, windows that open with the round trips, silence that is probed at growing
 * intervals, and kernels that answer for processes that do not.
 */
import type { Ending } from '../../bgp/session/ending.ts'
import { CLOSED, NO_ANSWER, REFUSED, RESET, UNREACHABLE } from './endings.ts'
import { type Fabric, isLost, type Path, takesMs } from './fabric.ts'
import { Flow } from './flow.ts'
import type { Host, Packet } from './host.ts'
import type { Scheduled } from './network-types.ts'
import type { EventQueue } from './queue.ts'

/** The process that has the socket. Called by the kernel, even while the process stands still. */
export interface SocketUser {
  connected(): void
  /** One message, as it was sent. */
  arrived(bytes: Uint8Array): void
  /** Once, and not after its own `close`. */
  ended(ending: Ending): void
}

export interface Net {
  readonly queue: EventQueue
  readonly fabric: Fabric
}

/** What travels: octets, the last acknowledgement of the handshake, the end. */
export type Payload = Uint8Array | 'accept' | 'fin'

/** RFC 6298 section 2, and as often as Linux tries (tcp_syn_retries): 1, 2, 4 ... 64 s. */
const FIRST_SYN_MS = 1000
const SYN_TRIES = 7

export class Socket {
  readonly net: Net
  readonly host: Host
  readonly local: string
  /** What a packet filter sees of what is sent here. */
  readonly packet: Packet
  readonly remote: string
  readonly #life: number
  readonly #flow: Flow
  #peer: Socket | undefined
  #user: SocketUser | undefined
  #retry: Scheduled | undefined
  #isDead = false

  constructor(net: Net, host: Host, local: string, remote: string, user?: SocketUser) {
    this.net = net
    this.host = host
    this.local = local
    this.packet = bgpPacket(local, remote)
    this.remote = remote
    this.#life = host.life
    this.#user = user
    this.#flow = new Flow(this)
    if (user) host.sockets.add(this)
  }

  /** Its kernel still knows it. */
  get isAlive(): boolean {
    return !this.#isDead && this.host.isRunning && this.host.life === this.#life
  }

  /** A process has it. */
  get isOpen(): boolean {
    return this.#user !== undefined
  }

  get peer(): Socket | undefined {
    return this.#peer
  }

  get path(): Path | undefined {
    return this.net.fabric.path(this.host, this.remote)
  }

  /** RFC 9293 section 3.5. The user is told what comes of it. */
  connect(): void {
    if (this.path) this.#syn(0)
    else this.#later(0, () => this.end(UNREACHABLE))
  }

  send(bytes: Uint8Array): void {
    if (this.#peer && this.isAlive) this.#flow.send(bytes)
  }

  /** What was sent goes out first. */
  close(): void {
    this.#leave()
    if (this.#peer && this.isAlive) this.#flow.send('fin')
    else this.#isDead = true
  }

  /** Goes without a word. */
  vanish(): void {
    this.#leave()
    this.#isDead = true
  }

  /** The kernel's answer to what it knows nothing of, or does not want: not repeated when it is lost. */
  reset(): void {
    this.#leave()
    this.#isDead = true
    this.refuse()
  }

  refuse(): void {
    const peer = this.#peer
    if (peer) this.#packet(this, peer, () => peer.end(RESET))
  }

  /** What the other end sent is here. False: this kernel has nobody for it. */
  deliver(payload: Payload): boolean {
    if (!this.isAlive) return false
    if (payload === 'accept') return this.#accept()
    if (payload === 'fin') {
      this.end(CLOSED)
      return true
    }
    this.#user?.arrived(payload)
    return this.#user !== undefined
  }

  /** From the network. */
  end(ending: Ending): void {
    const user = this.#user
    this.#leave()
    if (ending !== CLOSED) this.#isDead = true
    user?.ended(ending)
  }

  #leave(): void {
    this.#user = undefined
    this.#retry?.cancel()
    this.host.sockets.delete(this)
  }

  #syn(tries: number): void {
    if (!this.isOpen || !this.isAlive) return
    if (tries === SYN_TRIES) {
      this.end(NO_ANSWER)
      return
    }
    this.#retry = this.#later(FIRST_SYN_MS * 2 ** tries, () => this.#syn(tries + 1))
    const { fabric } = this.net
    const target = fabric.ownerOf(this.remote)?.host
    if (target) this.#packet(this, { host: target, local: this.remote }, () => this.#asked(target))
  }

  /** The other kernel has got the SYN. */
  #asked(target: Host): void {
    const far = new Socket(this.net, target, this.remote, this.local)
    if (!target.listener) far.vanish()
    this.#packet(far, this, () => {
      if (!this.isOpen || this.#peer) return
      if (far.isAlive) this.#establish(far)
      else this.end(REFUSED)
    })
  }

  #establish(far: Socket): void {
    this.#retry?.cancel()
    this.#peer = far
    far.#peer = this
    this.#flow.send('accept')
    this.#user?.connected()
  }

  #accept(): boolean {
    const { listener, sockets } = this.host
    if (!listener) return false
    this.#user = listener(this)
    if (!this.#user) this.close()
    else sockets.add(this)
    this.#user?.connected()
    return true
  }

  /** A packet of its own, which nobody repeats. */
  #packet(from: Place, to: Place, arrived: () => void): void {
    const { fabric, queue } = this.net
    const path = fabric.path(from.host, to.local)
    const packet = bgpPacket(from.local, to.local)
    if (!path || !fabric.passes(path, packet) || isLost(path)) return
    queue.schedule(queue.nowMs + takesMs(path, 0, queue.nowMs), () => {
      if (fabric.arrives(path, packet)) arrived()
    })
  }

  #later(delayMs: number, perform: () => void): Scheduled {
    const { queue } = this.net
    return queue.schedule(queue.nowMs + delayMs, perform)
  }
}

const bgpPacket = (source: string, destination: string): Packet => ({
  source,
  destination,
  isBgp: true,
})

interface Place {
  readonly host: Host
  readonly local: string
}

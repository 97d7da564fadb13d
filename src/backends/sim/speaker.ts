/**
 * The BGP process of one node: the router of src/bgp/router and a session machine for each neighbour,
 * driven by virtual time. src/lemur/daemon.ts drives the same with sockets and a clock.
 */
import type { PeerConfig } from '../../bgp/router/config.ts'
import { routeUpdateOf } from '../../bgp/router/decode.ts'
import { writeRouteUpdate } from '../../bgp/router/encode.ts'
import type { Output, RouterEvent } from '../../bgp/router/events.ts'
import type { PrefixTable } from '../../bgp/router/prefix-table.ts'
import { Router } from '../../bgp/router/router.ts'
import { CEASE, cease } from '../../bgp/session/notifications.ts'
import { createWriter } from '../../bgp/writer.ts'
import type { Random } from '../../lib/random.ts'
import type { LemurConfig } from '../../model/lemur-config.ts'
import type { Observation } from '../../model/observation.ts'
import type { PrefixText } from '../../model/topology.ts'
import { Alarm } from './alarm.ts'
import type { Host } from './host.ts'
import { Inbox } from './inbox.ts'
import { Neighbour } from './neighbour.ts'
import type { KindProfile } from './network-types.ts'
import type { Rib } from './rib.ts'
import type { Net, Socket, SocketUser } from './socket.ts'
import { drawFrom } from './spread.ts'
import { WorkQueue } from './work-queue.ts'

/** Without its time: the network puts that to it. */
export type Seen = Observation extends infer Each
  ? Each extends { readonly at: number }
    ? Omit<Each, 'at'>
    : never
  : never

export interface SpeakerParts {
  readonly net: Net
  readonly host: Host
  readonly config: LemurConfig
  readonly profile: KindProfile
  readonly prefixes: PrefixTable
  readonly rib: Rib
  readonly random: Random
  /** With the octets, where it is a message. */
  see(seen: Seen, message?: Uint8Array): void
  /** A message came. True: it is of a load, and nothing more is told of it. */
  hear(message: Uint8Array): boolean
}

/** What stands between the socket of a guest and his neighbour here. */
export type Intake = (user: SocketUser, speaker: Speaker) => SocketUser

export class Speaker {
  readonly parts: SpeakerParts
  readonly router: Router
  readonly inbox = new Inbox()
  /** What makes the router choose anew, and has not done so yet. */
  readonly decisions: WorkQueue
  readonly neighbours = new Map<string, Neighbour>()
  readonly #byAddress = new Map<string, Neighbour>()
  readonly #intakes = new Map<Neighbour, Intake>()
  readonly #writer = createWriter()
  readonly #alarm: Alarm
  readonly #first: Random
  #isGone = false
  #isFrozen = false

  constructor(parts: SpeakerParts) {
    const { config, profile, prefixes, random, net } = parts
    this.parts = parts
    this.#first = random.fork('first update')
    const work = random.fork('work')
    this.decisions = new WorkQueue(
      net.queue,
      () => drawFrom(profile.processingMs, work),
      (event) => this.step(event),
      (turn) => this.inbox.add(turn),
    )
    const peers = config.router.peers.map((peer) => withMrai(peer, profile))
    const draws = random.fork('mrai')
    const jitter = () => 0.75 + 0.25 * draws.next()
    this.router = new Router({ ...config.router, peers }, prefixes, {
      ...(profile.mrai.jitter && { jitter }),
      echoes: profile.echoes === true,
    })
    this.#alarm = new Alarm(net.queue, () => this.inbox.add(() => this.step({ type: 'tick' })))
    for (const peer of peers) this.#addNeighbour(peer)
  }

  /** Listens, originates, and connects to everyone that is not shut down. */
  start(networks: readonly PrefixText[]): void {
    this.parts.host.listener = (socket) => this.#accept(socket)
    for (const prefix of networks)
      this.step({ type: 'originate', prefix: this.parts.prefixes.ofText(prefix) })
    for (const neighbour of this.neighbours.values()) neighbour.start()
  }

  originate(prefix: PrefixText): void {
    this.decisions.add({ type: 'originate', prefix: this.parts.prefixes.ofText(prefix) })
  }

  retract(prefix: PrefixText): void {
    this.decisions.add({ type: 'retract', prefix: this.parts.prefixes.ofText(prefix) })
  }

  get isFrozen(): boolean {
    return this.#isFrozen
  }

  /** SIGSTOP: the kernel goes on taking what comes. */
  freeze(): void {
    this.#isFrozen = true
    this.inbox.freeze()
  }

  /** What came meanwhile is read first: a hold timer must not expire over it. */
  thaw(): void {
    if (!this.#isFrozen) return
    this.#isFrozen = false
    this.inbox.thaw()
    this.inbox.add(() => {
      for (const neighbour of this.neighbours.values()) neighbour.tick()
      this.step({ type: 'tick' })
    })
  }

  /** SIGTERM: says goodbye where the software does. */
  stop(): void {
    const { stopSubcode } = this.parts.profile
    if (stopSubcode !== undefined)
      for (const neighbour of this.neighbours.values())
        neighbour.stop('the router is stopped', cease(stopSubcode))
    this.end()
  }

  /** SIGKILL: the kernel closes its connections. */
  end(): void {
    this.#leave()
    for (const socket of [...this.parts.host.sockets]) socket.close()
  }

  /** The machine is gone, and nobody closes anything. */
  vanish(): void {
    this.#leave()
    for (const socket of [...this.parts.host.sockets]) socket.vanish()
  }

  #leave(): void {
    this.#isGone = true
    this.inbox.close()
    this.parts.host.listener = undefined
    for (const neighbour of this.neighbours.values()) neighbour.abandon()
  }

  /** Tells the router, and does what it answers. */
  step(event: RouterEvent): void {
    if (this.#isGone) return
    const { queue } = this.parts.net
    for (const output of this.router.step(event, queue.nowMs)) this.#perform(output)
    this.#alarm.set(this.router.dueAt)
  }

  /** An interface of this node lost its carrier or has it again. */
  interfaceChanged(addresses: ReadonlySet<string>, isUp: boolean): void {
    if (!this.parts.profile.reactsToInterface) return
    for (const neighbour of this.neighbours.values())
      if (neighbour.isOver(addresses)) neighbour.cut(!isUp)
  }

  /** OSPF calculated: costs of the loopbacks of the AS. */
  move(costs: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): void {
    this.decisions.add({ type: 'next-hops', costs })
    for (const neighbour of this.neighbours.values()) {
      const { address } = neighbour.config
      // It could not be reached until now: no need to wait for the next attempt.
      if (costs.has(address) && !before.has(address)) neighbour.retry()
    }
  }

  firstUpdateDelayMs(): number {
    const { config, profile } = this.parts
    const perPeerMs = profile.firstUpdatePerPeerMs ?? 0
    return (
      drawFrom(profile.firstUpdateDelayMs, this.#first) + perPeerMs * config.router.peers.length
    )
  }

  #perform(output: Output): void {
    if (output.type === 'best') {
      this.parts.rib.best(output.prefix, output.path)
      return
    }
    const neighbour = this.neighbours.get(output.peer)
    if (!neighbour) return
    if (output.type === 'refresh') neighbour.refresh(output.subtype)
    else if (output.type === 'close') {
      const { code, subcode, data } = output
      neighbour.exceed({ code, subcode, data })
    } else {
      const { asWidth } = neighbour.negotiated ?? {}
      this.#writer.clear()
      writeRouteUpdate(this.#writer, output.update, this.parts.prefixes, asWidth)
      neighbour.send(this.#writer.take())
    }
  }

  /** A neighbour more, until this process ends. Its connection goes through the intake. */
  addGuest(peer: PeerConfig, intake: Intake): void {
    const config = withMrai(peer, this.parts.profile)
    this.step({ type: 'add-peer', config })
    const neighbour = this.#addNeighbour(config, true)
    this.#intakes.set(neighbour, intake)
    neighbour.start()
  }

  removeGuest({ name, address }: PeerConfig): void {
    const neighbour = this.neighbours.get(name)
    if (!neighbour) return
    neighbour.stop('removed', cease(CEASE.peerDeconfigured))
    neighbour.abandon()
    this.neighbours.delete(name)
    this.#byAddress.delete(address)
    this.#intakes.delete(neighbour)
    this.step({ type: 'remove-peer', peer: name })
  }

  #addNeighbour(config: PeerConfig, isGuest = false): Neighbour {
    const neighbour = new Neighbour(config, this, isGuest)
    this.neighbours.set(config.name, neighbour)
    this.#byAddress.set(config.address, neighbour)
    return neighbour
  }

  /** Nobody is there for a stranger, or for one that nobody is to speak with. */
  #accept(socket: Socket): SocketUser | undefined {
    const neighbour = this.#byAddress.get(socket.remote)
    if (!neighbour || neighbour.isRefused) return undefined
    const user = neighbour.accept(socket)
    return this.#intakes.get(neighbour)?.(user, this) ?? user
  }

  /** What a neighbour got, as routes. */
  routesOf(update: Parameters<typeof routeUpdateOf>[0], { family }: PeerConfig) {
    return routeUpdateOf(update, family, this.parts.prefixes)
  }
}

/** The length of the interval is the topology's, its shape that of the software. */
const withMrai = (peer: PeerConfig, { mrai }: KindProfile): PeerConfig => ({
  ...peer,
  mrai: { ms: peer.mrai?.ms ?? 0, per: mrai.per, withdrawals: mrai.withdrawals },
})

/** One node: its kernel, its daemons, and what was done to them. Levers set states that a restart keeps. */
import type { PrefixTable } from '../../bgp/router/prefix-table.ts'
import { KernelTable, type RouteChange } from '../../forwarding/kernel-table.ts'
import type { Way } from '../../forwarding/types.ts'
import { lemurConfig } from '../../kinds/lemur-config.ts'
import { BackendError } from '../../lib/errors.ts'
import type { Random } from '../../lib/random.ts'
import type { DaemonRole, LeverState } from '../../model/effect.ts'
import type { LemurConfig } from '../../model/lemur-config.ts'
import type { Node, PrefixText, Topology } from '../../model/topology.ts'
import type { Igp } from '../../solve/igp.ts'
import type { Host } from './host.ts'
import { costsAt, interiorOf } from './interior.ts'
import type { KindProfile, Spread } from './network-types.ts'
import { loopbacksAround, Rib } from './rib.ts'
import type { Net } from './socket.ts'
import { type Seen, Speaker } from './speaker.ts'
import { drawFrom } from './spread.ts'

type Process = Extract<LeverState, { lever: 'process' }>
type DaemonState = Extract<LeverState, { lever: 'daemon' }>['state']

export interface NodeParts {
  readonly net: Net
  readonly node: Node
  readonly topology: Topology
  readonly profile: KindProfile
  readonly prefixes: PrefixTable
  readonly random: Random
  see(seen: Seen, message?: Uint8Array): void
  /** A message came. True: it is of a load, and nothing more is told of it. */
  hear(message: Uint8Array): boolean
  forwardingChanged(prefix: PrefixText): void
  /** ospfd began or ended in a way that its neighbours hear of. */
  interiorRestarted(): void
  /** What OSPF of the AS calculated last. */
  latestWays(): Igp | undefined
}

export class SimNode {
  readonly host: Host
  readonly kernel: KernelTable
  readonly #parts: NodeParts
  readonly #config: LemurConfig
  readonly #rib: Rib
  readonly #interior: Topology | undefined
  readonly #random: { readonly starts: Random; readonly speaker: Random }
  readonly #daemons: Record<DaemonRole, DaemonState> = { bgp: 'running', rib: 'running' }
  /** Neighbours that are shut down by the administrator. */
  readonly #shutDown = new Set<string>()
  #announced: readonly PrefixText[] = []
  #withdrawn: readonly PrefixText[] = []
  #process: Process['state'] = 'stopped'
  #isBooted = false
  #costs: ReadonlyMap<string, number> = new Map()
  /** What the processes would have done while they were paused. */
  #whenAwake: (() => void)[] = []
  #isRibStarted = false
  /** How many speakers were started or taken down: one that starts late may be of no use any more. */
  #starts = 0
  speaker: Speaker | undefined

  constructor(parts: NodeParts) {
    const { net, node, topology, profile, prefixes, random } = parts
    this.#parts = parts
    this.host = net.fabric.host(node.name)
    this.kernel = new KernelTable(node.name, topology, (change) => this.#routeChanged(change))
    this.#config = lemurConfig(node, topology)
    this.#interior = interiorOf(node.asn, topology)
    this.#random = { starts: random.fork('starts'), speaker: random.fork('speaker') }
    this.#rib = new Rib({
      queue: net.queue,
      host: this.host,
      prefixes,
      kernel: this.kernel,
      delayMs: profile.fibDelayMs,
      random: random.fork('rib'),
      loopbacks: loopbacksAround(node.name, topology),
    })
  }

  /** ospfd runs and is not frozen. */
  get speaksOspf(): boolean {
    return this.#process === 'running' && this.#isBooted
  }

  get process(): Process['state'] {
    return this.#process
  }

  /** The node, or its BGP process, was started a moment ago. */
  get isStarting(): boolean {
    return this.#process === 'running' && !this.speaker && this.#daemons.bgp !== 'dead'
  }

  /** Ways to a loopback of the AS, as the kernel has them. */
  waysTo(address: string): readonly Way[] {
    const found = this.kernel.lookup(`${address}/${address.includes(':') ? 128 : 32}`)
    return Array.isArray(found) ? found : []
  }

  /** The BGP process, when it can be asked. */
  get answering(): Speaker {
    const { speaker } = this
    if (this.#process === 'running' && speaker && !speaker.isFrozen) return speaker
    throw new BackendError(`${this.host.name} does not answer`)
  }

  /** The container starts, and the daemons some time later. */
  start(): void {
    const { host } = this
    this.#process = 'running'
    host.isRunning = true
    host.life += 1
    this.#costs = new Map()
    const { life } = host
    this.#later(this.#parts.profile.restartMs, () => {
      if (host.life === life) this.#boot()
    })
  }

  halt(how: Process['how']): void {
    const { speaker, speaksOspf, host } = this
    if (how === 'stop') speaker?.stop()
    else if (how === 'power-loss') speaker?.vanish()
    else speaker?.end()
    this.#process = 'stopped'
    this.speaker = undefined
    this.#isBooted = false
    this.#isRibStarted = false
    this.#whenAwake = []
    this.#starts += 1
    host.life += 1
    host.isRunning = false
    host.sockets.clear()
    this.kernel.clear()
    this.#rib.clear()
    // ospfd takes its LSAs back when it is told to end.
    if (how === 'stop' && speaksOspf) this.#parts.interiorRestarted()
  }

  pause(): void {
    this.#process = 'paused'
    this.#settle()
  }

  resume(): void {
    this.#process = 'running'
    const waiting = this.#whenAwake
    this.#whenAwake = []
    this.#settle()
    for (const perform of waiting) perform()
  }

  setDaemon(role: DaemonRole, state: DaemonState): void {
    this.#daemons[role] = state
    if (!this.#isBooted) return
    if (role === 'bgp') this.#setBgp(state)
    else if (state === 'dead') this.#isRibStarted = false
    else if (!this.#isRibStarted) this.#startRib()
    this.#settle()
  }

  /** RFC 4486 subcode 2. */
  setShutDown(peer: string, on: boolean): void {
    if (on) this.#shutDown.add(peer)
    else this.#shutDown.delete(peer)
    const neighbour = this.speaker?.neighbours.get(peer)
    if (!neighbour || neighbour.isShutDown === on) return
    neighbour.setShutDown(on)
    this.speaker?.inbox.add(() => {
      if (on) neighbour.stop('shut down by the administrator')
      else neighbour.startAfterRest()
    })
  }

  setRoutes(announced: readonly PrefixText[], withdrawn: readonly PrefixText[]): void {
    const before = new Set(this.#networks())
    this.#announced = announced
    this.#withdrawn = withdrawn
    const after = new Set(this.#networks())
    const { speaker } = this
    speaker?.inbox.add(() => {
      for (const prefix of before) if (!after.has(prefix)) speaker.retract(prefix)
      for (const prefix of after) if (!before.has(prefix)) speaker.originate(prefix)
    })
  }

  reset(peer: string, hard: boolean): void {
    const speaker = this.answering
    const neighbour = speaker.neighbours.get(peer)
    if (hard) neighbour?.reset()
    else {
      neighbour?.refresh(0)
      speaker.step({ type: 'refresh', peer, subtype: 0 })
    }
  }

  /** OSPF calculated. */
  move(igp: Igp): void {
    if (!this.#interior) return
    this.#rib.move(igp)
    // BGP hears of it from zebra.
    if (!this.#rib.isFollowing) return
    const before = this.#costs
    const costs = costsAt(this.host, igp, this.#interior)
    this.#costs = costs
    const { speaker } = this
    speaker?.inbox.add(() => speaker.move(costs, before))
  }

  interfaceChanged(addresses: ReadonlySet<string>, isUp: boolean): void {
    this.#rib.interfaceChanged()
    const { speaker } = this
    if (this.#rib.isFollowing) speaker?.inbox.add(() => speaker.interfaceChanged(addresses, isUp))
  }

  #boot(): void {
    this.#isBooted = true
    this.#isRibStarted = this.#daemons.rib !== 'dead'
    this.#parts.interiorRestarted()
    if (this.#daemons.bgp !== 'dead') this.#startSpeaker()
    this.#settle()
  }

  #startRib(): void {
    const { host } = this
    const { life } = host
    const { ribRestartMs, daemonRestartMs } = this.#parts.profile
    this.#later(ribRestartMs ?? daemonRestartMs, () => {
      if (host.life !== life || this.#daemons.rib === 'dead') return
      this.#isRibStarted = true
      this.#rib.restarted()
      this.#settle()
    })
  }

  #setBgp(state: DaemonState): void {
    if (state === 'dead') {
      this.#starts++
      this.speaker?.end()
      this.speaker = undefined
      const restart = this.#parts.profile.gracefulRestart
      if (restart) this.#rib.keep(restart.staleMs)
      else this.#rib.forget()
    } else if (!this.speaker) {
      const start = ++this.#starts
      this.#later(this.#parts.profile.daemonRestartMs, () => {
        if (start !== this.#starts || !this.#isBooted) return
        this.#startSpeaker()
        this.#settle()
      })
    }
  }

  /** Lets every daemon run, or stand still, as process and daemon states want it. */
  #settle(): void {
    const isRunning = this.#process === 'running'
    const follows = isRunning && this.#isRibStarted && this.#daemons.rib === 'running'
    const followed = this.#rib.isFollowing
    this.#rib.isFollowing = follows
    if (isRunning && this.#daemons.bgp === 'running') this.speaker?.thaw()
    else this.speaker?.freeze()
    if (follows && !followed) this.#catchUp()
  }

  /** zebra tells what changed while it did not follow. */
  #catchUp(): void {
    const latest = this.#parts.latestWays()
    if (latest) this.move(latest)
    for (const { link, isUp } of this.host.interfaces.values())
      this.interfaceChanged(addressesOf(link, this.host.name), isUp)
  }

  #startSpeaker(): void {
    const { net, profile, prefixes, see, hear } = this.#parts
    this.#starts++
    const random = this.#random.speaker.fork(String(this.#starts))
    const parts = {
      net,
      host: this.host,
      config: this.#config,
      profile,
      prefixes,
      random,
      see,
      hear,
    }
    this.speaker = new Speaker({ ...parts, rib: this.#rib })
    for (const peer of this.#shutDown) {
      const neighbour = this.speaker.neighbours.get(peer)
      if (neighbour) neighbour.isShutDown = true
    }
    for (const { link, isUp } of this.host.interfaces.values())
      if (!isUp) this.speaker.interfaceChanged(addressesOf(link, this.host.name), false)
    this.speaker.start(this.#networks())
    this.speaker.move(this.#costs, this.#costs)
  }

  /** Own networks, and what was announced beyond them. */
  #networks(): readonly PrefixText[] {
    const own = this.#config.networks.filter((prefix) => !this.#withdrawn.includes(prefix))
    return [...new Set([...own, ...this.#announced])]
  }

  #routeChanged({ prefix, nextHops, protocol }: RouteChange): void {
    const { see, forwardingChanged } = this.#parts
    see({ type: 'fib-changed', node: this.host.name, prefix, nextHops, protocol })
    forwardingChanged(prefix)
  }

  /** By the clock of processes, which stands still while they are paused. */
  #later(delay: Spread, perform: () => void): void {
    const { queue } = this.#parts.net
    queue.schedule(queue.nowMs + drawFrom(delay, this.#random.starts), () => {
      if (this.#process === 'paused') this.#whenAwake.push(perform)
      else perform()
    })
  }
}

/** Own addresses on a link. */
export const addressesOf = (
  { ends }: Topology['links'][number],
  node: string,
): ReadonlySet<string> =>
  new Set(
    ends
      .filter((end) => end.node === node)
      .flatMap(({ ipv4, ipv6 }) => (ipv6 ? [ipv4, ipv6] : [ipv4])),
  )

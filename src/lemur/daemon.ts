/** The speaker of one node: a router, its neighbours on sockets, the kernel, and the time. */

import { familyOf } from '../bgp/address-family.ts'
import type { PeerConfig } from '../bgp/router/config.ts'
import { routeUpdateOf } from '../bgp/router/decode.ts'
import type { Output, RouterEvent } from '../bgp/router/events.ts'
import { PrefixTable } from '../bgp/router/prefix-table.ts'
import { Router } from '../bgp/router/router.ts'
import type { Ending } from '../bgp/session/ending.ts'
import { createRandom } from '../lib/random.ts'
import type { LemurConfig } from '../model/lemur-config.ts'
import { createAlarm } from '../speaker/alarm.ts'
import { monotonicMs } from '../speaker/clock.ts'
import type { Peer } from '../speaker/peer.ts'
import type { Session } from '../speaker/session.ts'
import type { Ways } from './interior.ts'
import type { RouteSink } from './kernel.ts'
import { log } from './log.ts'
import { Neighbour } from './neighbour.ts'
import { Routes } from './routes.ts'

/** Prefixes that one neighbour is told in one go: keepalives of the others come between. */
const BURST = 10_000

export class Daemon {
  readonly config: LemurConfig
  readonly table = new PrefixTable()
  readonly router: Router
  readonly neighbours = new Map<string, Neighbour>()
  readonly #routes: Routes
  #ways: Ways = new Map()
  readonly #alarm = createAlarm(() => this.step({ type: 'tick' }))

  constructor(config: LemurConfig, kernel: RouteSink) {
    this.config = config
    const random = createRandom(config.hostname)
    const jitter = () => 0.75 + 0.25 * random.next()
    this.router = new Router(config.router, this.table, { jitter, burst: BURST })
    this.#routes = new Routes(kernel, this.table, this.router)
    for (const prefix of config.networks)
      this.step({ type: 'originate', prefix: this.table.ofText(prefix) })
    for (const peer of config.router.peers) this.add(peer)
  }

  /** A neighbour more; it is not started. */
  add(config: PeerConfig, passive = false): Neighbour {
    const { name } = config
    const neighbour = new Neighbour(
      { config, daemon: this.config, table: this.table, passive },
      {
        established: (session) => this.#established(neighbour, session),
        update: (update) =>
          this.step({
            type: 'update',
            peer: name,
            update: routeUpdateOf(update, config.family, this.table),
          }),
        refresh: (refresh) => {
          if (familyOf(refresh) === config.family)
            this.step({ type: 'refresh', peer: name, subtype: refresh.subtype })
        },
        down: (_session, ending) => this.#down(neighbour, ending),
        failed: ({ text }) => {
          neighbour.lastFailure = text
        },
      },
    )
    this.neighbours.set(name, neighbour)
    this.step({ type: 'add-peer', config })
    return neighbour
  }

  remove(name: string): void {
    this.neighbours.get(name)?.stop('no longer a neighbour')
    this.neighbours.delete(name)
    this.step({ type: 'remove-peer', peer: name })
  }

  /** Whoever connects from this address; undefined for a stranger and for one that is refused. */
  peerAt(address: string): Peer | undefined {
    for (const { config, isRefused, peer } of this.neighbours.values())
      if (config.address === address) return isRefused ? undefined : peer
    return undefined
  }

  /** Tells the router, and does what it answers. */
  step(event: RouterEvent): void {
    const told = new Set<Neighbour>()
    for (const output of this.router.step(event, monotonicMs())) this.#perform(output, told)
    for (const neighbour of told) this.#send(neighbour)
    this.#alarm.set(this.router.dueAt)
  }

  /** What OSPF found. */
  move(ways: Ways): void {
    const costs = new Map([...ways].map(([address, { cost }]) => [address, cost]))
    this.#routes.move(ways)
    this.step({ type: 'next-hops', costs })
    for (const neighbour of this.neighbours.values()) {
      const isNew = ways.has(neighbour.config.address) && !this.#ways.has(neighbour.config.address)
      // It could not be reached until now: no need to wait for the next attempt.
      if (isNew && !neighbour.session) neighbour.retry()
    }
    this.#ways = ways
  }

  /** Says goodbye to everyone. */
  stop(): void {
    for (const neighbour of this.neighbours.values()) neighbour.stop('the daemon ends')
  }

  #perform(output: Output, told: Set<Neighbour>): void {
    if (output.type === 'best') {
      this.#routes.best(output.prefix, output.path)
      return
    }
    const neighbour = this.neighbours.get(output.peer)
    if (!neighbour) return
    if (output.type === 'update') {
      neighbour.add(output.update)
      told.add(neighbour)
    } else if (output.type === 'close') {
      const { code, subcode, data } = output
      neighbour.exceed({ code, subcode, data })
    } else {
      // In its place among the UPDATEs.
      this.#send(neighbour)
      neighbour.refresh(output.subtype)
    }
  }

  #send(neighbour: Neighbour): void {
    const { session, config } = neighbour
    if (neighbour.send() || !session) return
    this.step({ type: 'congestion', peer: config.name, on: true })
    void session.drained().then(() => {
      if (neighbour.session === session)
        this.step({ type: 'congestion', peer: config.name, on: false })
    })
  }

  #established(neighbour: Neighbour, { negotiated, local }: Session): void {
    const { config } = neighbour
    neighbour.lastFailure = undefined
    log(`session ${config.name} up`)
    const { remote, enhancedRefresh } = negotiated
    // A guest is known by its own address only: ours is seen now.
    if (config.localAddress === '')
      this.step({ type: 'add-peer', config: { ...config, localAddress: local.address } })
    this.step({ type: 'up', peer: config.name, routerId: remote.routerId, enhancedRefresh })
  }

  #down(neighbour: Neighbour, { text }: Ending): void {
    neighbour.lastReset = neighbour.why ?? text
    log(`session ${neighbour.config.name} down: ${neighbour.lastReset}`)
    this.step({ type: 'down', peer: neighbour.config.name })
  }
}

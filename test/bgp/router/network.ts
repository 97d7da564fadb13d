/** A topology of routers that pass each other messages in memory, in any order that TCP allows. */
import type { RouteUpdate } from '../../../src/bgp/router/events.ts'
import { PrefixTable } from '../../../src/bgp/router/prefix-table.ts'
import { Router } from '../../../src/bgp/router/router.ts'
import { lemurConfig } from '../../../src/kinds/lemur-config.ts'
import type { Random } from '../../../src/lib/random.ts'
import type { Impairment } from '../../../src/model/impairment.ts'
import type { NodeName, Topology } from '../../../src/model/topology.ts'
import { hopsThatWork } from '../../../src/solve/hops.ts'
import { solveIgp } from '../../../src/solve/igp.ts'

interface Pipe {
  readonly to: NodeName
  /** Name of the sender at the receiver. */
  readonly as: string
  readonly queue: RouteUpdate[]
}

export interface Held {
  readonly nextHop: string
  readonly asPath: readonly number[]
  readonly decidedBy: string
}

export class Network {
  readonly table = new PrefixTable()
  readonly routers = new Map<NodeName, Router>()
  readonly #topology: Topology
  readonly #random: Random
  #pipes = new Map<string, Pipe>()
  #now = 0
  messages = 0

  constructor(topology: Topology, random: Random) {
    this.#topology = topology
    this.#random = random
    for (const node of topology.nodes) {
      const { router } = lemurConfig(node, topology)
      this.routers.set(node.name, new Router(router, this.table))
    }
    for (const { name, networks } of topology.nodes)
      for (const { prefix } of networks)
        this.step(name, { type: 'originate', prefix: this.table.ofText(prefix) })
  }

  /** Brings the sessions and interior ways about that work with this impairment. */
  impair(impairment: Impairment): void {
    const igp = solveIgp(this.#topology, impairment)
    const hops = hopsThatWork(this.#topology, impairment, igp)
    const pipes = new Map<string, Pipe>()
    for (const { name } of this.#topology.nodes)
      for (const family of this.#topology.families)
        for (const hop of hops(name, family)) {
          const back = hops(hop.from.name, family).find(({ session }) => session === hop.session)
          const peer = back?.address as string
          pipes.set(`${hop.from.name} ${peer}`, { to: name, as: hop.address, queue: [] })
        }
    const before = this.#pipes
    this.#pipes = new Map([...pipes].map(([key, pipe]) => [key, before.get(key) ?? pipe]))
    for (const key of before.keys()) if (!pipes.has(key)) this.#session(key, 'down')
    for (const { name } of this.#topology.nodes) {
      const costs = new Map<string, number>()
      for (const other of this.#topology.nodes)
        for (const address of Object.values(other.loopback)) {
          const cost = igp.cost(name, other.name)
          if (cost !== undefined) costs.set(address, cost)
        }
      this.step(name, { type: 'next-hops', costs })
    }
    for (const key of pipes.keys()) if (!before.has(key)) this.#session(key, 'up')
  }

  /** Delivers until nothing is under way. False when it does not come to rest. */
  run(limit = 200_000): boolean {
    for (; this.messages < limit; this.messages++) {
      const busy = [...this.#pipes.values()].filter(({ queue }) => queue.length > 0)
      const pipe = busy[Math.floor(this.#random.next() * busy.length)]
      if (!pipe) {
        if (!this.#advance()) return true
        continue
      }
      const update = pipe.queue.shift() as RouteUpdate
      this.step(pipe.to, { type: 'update', peer: pipe.as, update })
    }
    return false
  }

  held(node: NodeName): Map<string, Held> {
    const router = this.routers.get(node) as Router
    return new Map(
      [...router.prefixes()].map((id) => {
        const path = router.best(id)
        const asPath = path?.attributes.asPath?.flatMap(({ asns }) => asns) ?? []
        const decidedBy = router.decidedBy(id) ?? ''
        return [this.table.text(id), { nextHop: path?.nextHop ?? '', asPath, decidedBy }]
      }),
    )
  }

  step(node: NodeName, event: Parameters<Router['step']>[0]): void {
    for (const output of this.routers.get(node)?.step(event, this.#now) ?? [])
      if (output.type === 'update')
        this.#pipes.get(`${node} ${output.peer}`)?.queue.push(output.update)
  }

  #session(key: string, type: 'up' | 'down'): void {
    const [node, peer] = key.split(' ') as [string, string]
    const other = this.#topology.sessions
      .flatMap(({ ends }) => ends)
      .find(({ address }) => address === peer)
    const routerId = this.#topology.nodes.find(({ name }) => name === other?.node)?.routerId ?? ''
    this.step(node, type === 'up' ? { type, peer, routerId } : { type, peer })
  }

  /** To the next timer of any router. */
  #advance(): boolean {
    const due = Math.min(...[...this.routers.values()].map(({ dueAt }) => dueAt))
    if (due === Number.POSITIVE_INFINITY) return false
    this.#now = Math.max(this.#now, due)
    for (const [name, { dueAt }] of this.routers)
      if (dueAt <= this.#now) this.step(name, { type: 'tick' })
    return true
  }
}

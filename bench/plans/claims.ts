/** Whoever says that the network converged is taken at his word, at that very moment. */
import type { SimNetwork } from '../../src/backends/sim/network-types.ts'
import { predictor } from '../../src/cli/predictor.ts'
import type { Effect } from '../../src/model/effect.ts'
import type { JournalEntry } from '../../src/model/event.ts'
import type { Impairment } from '../../src/model/impairment.ts'
import type { RouteReport } from '../../src/model/testbed.ts'
import type { NodeName, Topology } from '../../src/model/topology.ts'
import { fold } from '../../src/run/fold.ts'
import { impairmentOf } from '../../src/run/impairment.ts'

export class Claims {
  readonly bySeq = new Map<number, readonly string[]>()
  readonly #network: SimNetwork
  readonly #topology: Topology
  #active = new Map<string, readonly Effect[]>()

  constructor(network: SimNetwork, topology: Topology) {
    this.#network = network
    this.#topology = topology
  }

  /** A reader of the journal. */
  read(entry: JournalEntry): void {
    if (entry.type === 'run-started') this.#active.clear()
    if (entry.type === 'effects-applied') this.#active.set(entry.instance, entry.effects)
    const isClaim =
      entry.type === 'steady-state-reached' ||
      (entry.type === 'settled' && entry.outcome === 'converged')
    if (isClaim) this.bySeq.set(entry.seq, this.#differences())
  }

  #differences(): readonly string[] {
    const effects = [...this.#active.values()].flat()
    const impairment = impairmentOf(fold(effects, this.#topology).values(), this.#topology)
    const differ = predictor(this.#topology)(impairment)
    return asked(this.#topology, impairment).flatMap((node) =>
      differ(node, reportsOf(this.#network, node)),
    )
  }
}

const asked = ({ nodes }: Topology, { nodesDown, opaque }: Impairment): readonly NodeName[] =>
  nodes.map(({ name }) => name).filter((name) => !nodesDown.has(name) && !opaque.has(name))

const reportsOf = (network: SimNetwork, node: NodeName): readonly RouteReport[] =>
  network.routes(node).map((route) => {
    const found = network.fib(node).lookup(route.prefix)
    const ways = typeof found === 'object' ? found : []
    return { ...route, installed: ways.map(({ gateway }) => gateway) }
  })

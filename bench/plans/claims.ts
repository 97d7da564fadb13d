/** Whoever says that the network converged, or did not, is taken at his word, at that very moment. */
import type { SimNetwork } from '../../src/backends/sim/network-types.ts'
import { diffTables } from '../../src/cli/predictor.ts'
import type { Effect } from '../../src/model/effect.ts'
import type { JournalEntry } from '../../src/model/event.ts'
import type { Impairment } from '../../src/model/impairment.ts'
import type { RouteReport } from '../../src/model/testbed.ts'
import type { NodeName, Topology } from '../../src/model/topology.ts'
import { fold } from '../../src/run/fold.ts'
import { impairmentOf } from '../../src/run/impairment.ts'
import { type Prediction, solve } from '../../src/solve/solve.ts'
import { withDeaf } from './deaf-prediction.ts'
import { DeafRouters } from './deaf-routers.ts'
import type { BesideDeaf } from './played.ts'

export class Claims {
  readonly bySeq = new Map<number, readonly string[]>()
  /** Where a half did not converge while some router was deaf: that may be just what is to be expected. */
  readonly besideDeaf = new Map<number, BesideDeaf>()
  readonly #network: SimNetwork
  readonly #topology: Topology
  readonly #deaf: DeafRouters
  #active = new Map<string, readonly Effect[]>()

  constructor(network: SimNetwork, topology: Topology) {
    this.#network = network
    this.#topology = topology
    this.#deaf = new DeafRouters(network, topology)
  }

  /** A reader of the journal. */
  read(entry: JournalEntry): void {
    if (entry.type === 'run-started') this.#begin()
    if (entry.type === 'effects-applied') {
      this.#active.set(entry.instance, entry.effects)
      this.#deaf.changed(this.#effects, entry.at)
    }
    const isClaim =
      entry.type === 'steady-state-reached' ||
      (entry.type === 'settled' && entry.outcome === 'converged')
    if (isClaim) this.bySeq.set(entry.seq, this.#differences())
    else if (entry.type === 'settled' && entry.outcome !== 'aborted' && this.#deaf.all.size > 0)
      this.besideDeaf.set(entry.seq, this.#besideDeaf())
  }

  #begin(): void {
    this.#active.clear()
    this.#deaf.reset()
  }

  get #effects(): readonly Effect[] {
    return [...this.#active.values()].flat()
  }

  get #impairment(): Impairment {
    return impairmentOf(fold(this.#effects, this.#topology).values(), this.#topology)
  }

  #differences(): readonly string[] {
    const impairment = this.#impairment
    return this.#differ(solve(this.#topology, impairment), impairment)
  }

  #besideDeaf(): BesideDeaf {
    const view = withDeaf(this.#network, this.#topology, this.#impairment, this.#deaf.all)
    if (!view) return 'unknown'
    return this.#differ(solve(this.#topology, view.impairment, view.igp), view.impairment)
  }

  #differ(prediction: Prediction, impairment: Impairment): readonly string[] {
    return asked(this.#topology, impairment).flatMap((node) =>
      diffTables(prediction, node, reportsOf(this.#network, node)),
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

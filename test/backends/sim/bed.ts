/** A simulated network for tests: what it tells is kept, and time goes on when it is told to. */
import { createNetwork } from '../../../src/backends/sim/network.ts'
import type { KindProfile, SimNetwork } from '../../../src/backends/sim/network-types.ts'
import type { LeverState } from '../../../src/model/effect.ts'
import { type Impairment, NO_IMPAIRMENT } from '../../../src/model/impairment.ts'
import type { Observation } from '../../../src/model/observation.ts'
import { subjectOf } from '../../../src/model/subject.ts'
import type { NodeName, Topology } from '../../../src/model/topology.ts'
import { diffFib, diffRib } from '../../../src/solve/diff.ts'
import { solve } from '../../../src/solve/solve.ts'

/** Software that takes no time where it need not, so that what the network takes can be seen. */
export const QUICK: KindProfile = {
  mrai: { per: 'peer', withdrawals: false, jitter: false },
  firstUpdateDelayMs: [0, 0],
  processingMs: [1, 1],
  readMs: [0.01, 0.03],
  fibDelayMs: [1, 1],
  reactsToInterface: true,
  idleHoldMs: 1000,
  timerJitter: false,
  restartMs: [500, 500],
  daemonRestartMs: [100, 100],
  stopSubcode: 3,
}

type Wanted = LeverState extends infer Each
  ? Each extends { readonly subject: string }
    ? Omit<Each, 'subject'>
    : never
  : never

export class Bed {
  readonly topology: Topology
  readonly network: SimNetwork
  seen: Observation[] = []

  constructor(topology: Topology, profile: Partial<KindProfile> = {}, seed = 1) {
    this.topology = topology
    const profileOf = () => ({ ...QUICK, ...profile })
    this.network = createNetwork(topology, { seed, profileOf })
    this.network.onObservation = (observation) => this.seen.push(observation)
  }

  get now(): number {
    return this.network.nowMs
  }

  /** The time is exactly `ms` later then. */
  pass(ms: number): this {
    const { network } = this
    let isOver = false
    network.schedule(network.nowMs + ms, () => {
      isOver = true
    })
    while (!isOver) network.step()
    return this
  }

  set(state: Wanted): string {
    return this.network.set({ subject: subjectOf(state), ...state } as LeverState)
  }

  /** Forgets what was seen before. */
  from(): this {
    this.seen = []
    return this
  }

  seenOf<Type extends Observation['type']>(type: Type, node?: NodeName) {
    return this.seen.filter(
      (event): event is Extract<Observation, { type: Type }> =>
        event.type === type && (node === undefined || ('node' in event && event.node === node)),
    )
  }

  state(node: NodeName, peer: string): string | undefined {
    return this.network.sessions(node).find(({ peerAddress }) => peerAddress === peer)?.state
  }

  /** How tables of BGP and of the kernels differ from what the solver predicts. */
  differences(impairment: Impairment = NO_IMPAIRMENT): string[] {
    const prediction = solve(this.topology, impairment)
    return this.topology.nodes
      .filter(({ name }) => !impairment.nodesDown.has(name) && !impairment.opaque.has(name))
      .flatMap(({ name }) => {
        const routes = this.network.routes(name)
        const fib = new Map(routes.map(({ prefix, installed = [] }) => [prefix, installed]))
        return [...diffRib(prediction, name, routes), ...diffFib(prediction, name, fib)]
      })
  }

  /** Sessions that are not Established. */
  lacking(): string[] {
    return this.topology.sessions.flatMap(({ ends: [a, b] }) =>
      [[a, b] as const, [b, a] as const]
        .filter(([own, far]) => this.state(own.node, far.address) !== 'Established')
        .map(([own, far]) => `${own.node} with ${far.node}`),
    )
  }
}

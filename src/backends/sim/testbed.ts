/** A simulated network behind the port of all testbeds. Every lever works, and at once. */

import type { ForwardingTable } from '../../forwarding/types.ts'
import { explain, LemurError } from '../../lib/errors.ts'
import type { Lever, LeverState } from '../../model/effect.ts'
import type { Load } from '../../model/load.ts'
import type { Applied, Clock, RouteReport, Testbed } from '../../model/testbed.ts'
import type { Topology } from '../../model/topology.ts'
import { simClock } from './clock.ts'
import { startLoad } from './load.ts'
import type { SimNetwork } from './network-types.ts'
import { observing } from './observe.ts'

export const simTestbed = (network: SimNetwork, topology: Topology): Testbed => {
  const clock = simClock(network)
  const { beside } = network
  const cables = new Set<number>()
  return {
    topology,
    clock,
    levers: LEVERS,
    apply: async (states, signal) => {
      signal.throwIfAborted()
      return states.map((state) => pull(network, clock, state))
    },
    observe: observing(network, topology),
    sessions: async (node) => network.sessions(node),
    routes: async (node) => {
      const table = network.fib(node)
      return network.routes(node).map((route) => withInstalled(route, table))
    },
    ...(beside && {
      startLoad: (load: Load, signal: AbortSignal) =>
        startLoad({ beside, clock, topology, cables }, load, signal),
    }),
    [Symbol.asyncDispose]: async () => {},
  }
}

const NAMES: readonly (Lever | 'netem')[] = [
  'carrier',
  'admin',
  'filter',
  'shape',
  'netem',
  'process',
  'daemon',
  'session',
  'routes',
  'reset',
]

const LEVERS: Testbed['levers'] = new Map(NAMES.map((name) => [name, { works: true }]))

/** Command and effect are one instant. What cannot be brought about is not verified. */
const pull = (network: SimNetwork, clock: Clock, state: LeverState): Applied => {
  const at = clock.now()
  const applied = { subject: state.subject, commandedAt: at }
  try {
    return { ...applied, verifiedAt: at, readBack: network.set(state) }
  } catch (error) {
    if (!(error instanceof LemurError)) throw error
    return { ...applied, readBack: explain(error) }
  }
}

/** As the kernel's table would be read: no gateway is no route, or one that drops. */
const withInstalled = (route: RouteReport, table: ForwardingTable): RouteReport => {
  const found = table.lookup(route.prefix)
  const ways = found === undefined || found === 'local' || found === 'blackhole' ? [] : found
  return { ...route, installed: ways.map(({ gateway }) => gateway) }
}

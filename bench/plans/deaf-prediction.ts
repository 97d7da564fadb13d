/**
 * The impairment and the ways inside each AS as they are where some routers are deaf: their costs
 * are those that they remember, a session is tried over no interface that they take for down, and one
 * inside the AS stands where packets get there and back by what the kernels have.
 */
import type { SimNetwork } from '../../src/backends/sim/network-types.ts'
import type { Impairment } from '../../src/model/impairment.ts'
import type { NodeName, Session, SessionEnd, Topology } from '../../src/model/topology.ts'
import { type Igp, solveIgp } from '../../src/solve/igp.ts'
import type { Belief, Deaf } from './deaf-routers.ts'
import { firstWayDelivers } from './ways.ts'

type Net = Pick<SimNetwork, 'fib' | 'carries' | 'isUp'>

export interface DeafView {
  readonly impairment: Impairment
  readonly igp: Igp
}

/** Undefined where it cannot be known what one of them believes. */
export const withDeaf = (
  network: Net,
  topology: Topology,
  impairment: Impairment,
  deaf: ReadonlyMap<NodeName, Deaf>,
): DeafView | undefined => {
  const beliefs = new Map<NodeName, Belief>()
  for (const [name, belief] of deaf) {
    if (belief === 'unknown') return undefined
    beliefs.set(name, belief)
  }
  const down = topology.sessions
    .filter((session) => cannotStand(network, topology, session, beliefs))
    .map(({ id }) => id)
  const sessionsDown = new Set([...impairment.sessionsDown, ...down])
  const igp = remembered(topology, solveIgp(topology, impairment), beliefs)
  return { impairment: { ...impairment, sessionsDown }, igp }
}

const cannotStand = (
  network: Net,
  topology: Topology,
  { type, link, ends }: Session,
  beliefs: ReadonlyMap<NodeName, Belief>,
): boolean => {
  if (type === 'ebgp')
    return ends.some(({ node }) => link && beliefs.get(node)?.linksDown.has(link))
  const asOf = new Map(topology.nodes.map(({ name, asn }) => [name, asn]))
  const [a, b] = ends
  // Where everybody hears, the solver knows.
  if (![...beliefs.keys()].some((name) => asOf.get(name) === asOf.get(a.node))) return false
  const passes = (from: SessionEnd, to: SessionEnd) =>
    firstWayDelivers(network, topology, from.node, {
      source: from.address,
      destination: to.address,
    })
  return !passes(a, b) || !passes(b, a)
}

const remembered = ({ nodes }: Topology, igp: Igp, beliefs: ReadonlyMap<NodeName, Belief>): Igp => {
  const loopbackOf = new Map(nodes.map(({ name, loopback }) => [name, loopback.ipv4]))
  return {
    gateways: igp.gateways,
    cost: (from, to) => {
      const belief = beliefs.get(from)
      if (!belief || from === to) return igp.cost(from, to)
      return belief.costs.get(loopbackOf.get(to) ?? '')
    },
  }
}

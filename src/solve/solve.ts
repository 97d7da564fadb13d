/**
 * Predicts the tables of all nodes from the topology and what is broken: path vector in rounds, with
 * the whole decision process, until nothing changes.
 */
import { best, decidedBy, steps } from '../bgp/decide.ts'
import type { Impairment } from '../model/impairment.ts'
import type { Family, Node, NodeName, PrefixText, SessionId, Topology } from '../model/topology.ts'
import { type Hops, hopsThatWork } from './hops.ts'
import { type Igp, solveIgp } from './igp.ts'
import { carry, localRoute, type Route } from './route.ts'

export interface PredictedRoute {
  readonly prefix: PrefixText
  readonly family: Family
  readonly asPath: readonly number[]
  readonly via: 'local' | SessionId
  /** As the router shows it: the neighbour's link address, or the loopback of the border router. */
  readonly nextHop: string
  /**
   * Gateways of the kernel's route, sorted: an iBGP next hop is resolved through OSPF. For IPv6 the
   * kernel may show the link-local address of the same neighbour instead. Empty for own networks.
   */
  readonly fibNextHops: readonly string[]
  /** Name of the step of the decision process, or `only path`. */
  readonly decidedBy: string
  /**
   * Names of the steps at which it wins against the node's other paths, each alone, in the order of
   * the process: some routers tell one of these as the step that decided.
   */
  readonly winsBy: readonly string[]
}

export interface Prediction {
  /** False when the rounds found no fixed point for some prefix: its routes are then of no value. */
  readonly stable: boolean
  readonly unstable: readonly PrefixText[]
  /** Best route by node and prefix. Nodes that are down have no entry. */
  readonly routes: ReadonlyMap<NodeName, ReadonlyMap<PrefixText, PredictedRoute>>
}

/** `igp`: ways inside each AS, where they are not those of the links that work. */
export const solve = (
  topology: Topology,
  impairment: Impairment,
  igp: Igp = solveIgp(topology, impairment),
): Prediction => {
  const nodes = topology.nodes.filter(({ name }) => !impairment.nodesDown.has(name))
  const hops = hopsThatWork(topology, impairment, igp)
  const network = { hops, listeners: listenersOf(nodes, topology.families, hops), igp }
  const routes = new Map(nodes.map(({ name }) => [name, new Map<PrefixText, PredictedRoute>()]))
  const unstable: PrefixText[] = []
  for (const [prefix, origins] of originsByPrefix(nodes, impairment)) {
    const table = solvePrefix(nodes, origins, familyOf(prefix), network)
    if (!table) unstable.push(prefix)
    for (const [node, held] of table ?? [])
      routes.get(node)?.set(prefix, predicted(prefix, node, held, igp))
  }
  return { stable: unstable.length === 0, unstable, routes }
}

interface Held {
  readonly route: Route
  readonly decidedBy: string
  /** All that it was chosen from. */
  readonly candidates: readonly Route[]
}
type Table = Map<NodeName, Held>

const familyOf = (prefix: PrefixText): Family => (prefix.includes(':') ? 'ipv6' : 'ipv4')

/** Every prefix with the nodes that originate it now, in the order of the topology. */
const originsByPrefix = (
  nodes: readonly Node[],
  { announced, withdrawn }: Impairment,
): ReadonlyMap<PrefixText, ReadonlySet<NodeName>> => {
  const origins = new Map<PrefixText, Set<NodeName>>()
  const add = (node: NodeName, prefix: PrefixText) =>
    origins.set(prefix, (origins.get(prefix) ?? new Set()).add(node))
  const isGone = (name: NodeName, prefix: PrefixText) =>
    withdrawn.some((origin) => origin.node === name && origin.prefix === prefix)
  for (const { name, networks } of nodes) {
    for (const { prefix } of networks) if (!isGone(name, prefix)) add(name, prefix)
    for (const { node, prefix } of announced) if (node === name) add(name, prefix)
  }
  return origins
}

/**
 * Undefined when the rounds find no fixed point: a route needs at most one round a node to travel.
 * Only nodes that were told something new since they decided last decide again; the others would
 * decide the same.
 */
const solvePrefix = (
  nodes: readonly Node[],
  origins: ReadonlySet<NodeName>,
  family: Family,
  { hops, listeners, igp }: Network,
): Table | undefined => {
  const table: Table = new Map()
  const due = new Set(origins)
  const limit = 4 * nodes.length + 16
  for (let round = 0; round < limit; round++) {
    if (due.size === 0) return table
    for (const node of nodes) {
      if (!due.delete(node.name)) continue
      const held = decide(node, origins, family, hops, igp, table)
      const isKnown = isSame(held, table.get(node.name))
      if (held) table.set(node.name, held)
      else table.delete(node.name)
      if (isKnown) continue
      for (const listener of listeners(node.name, family)) due.add(listener)
    }
  }
  return undefined
}

/** Who hears from a node. */
type Listeners = (node: NodeName, family: Family) => ReadonlySet<NodeName>

interface Network {
  readonly hops: Hops
  readonly listeners: Listeners
  readonly igp: Igp
}

const listenersOf = (
  nodes: readonly Node[],
  families: readonly Family[],
  hops: Hops,
): Listeners => {
  const found = new Map<string, Set<NodeName>>()
  const key = (node: NodeName, family: Family) => `${family} ${node}`
  for (const family of families)
    for (const { name } of nodes)
      for (const { from } of hops(name, family)) {
        const known = found.get(key(from.name, family)) ?? new Set()
        found.set(key(from.name, family), known.add(name))
      }
  return (node, family) => found.get(key(node, family)) ?? NOBODY
}

const NOBODY: ReadonlySet<NodeName> = new Set()

const decide = (
  node: Node,
  origins: ReadonlySet<NodeName>,
  family: Family,
  hops: Hops,
  igp: Igp,
  table: Table,
): Held | undefined => {
  const candidates = hops(node.name, family).flatMap((hop) => {
    const offered = table.get(hop.from.name)
    return offered ? (carry(offered.route, hop, igp) ?? []) : []
  })
  if (origins.has(node.name)) candidates.push(localRoute(node, family))
  const decision = best(candidates)
  return (
    decision && { route: decision.path, decidedBy: decision.step?.name ?? 'only path', candidates }
  )
}

/** Compares all that a neighbour could tell apart. */
const isSame = (a: Held | undefined, b: Held | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.route.via === b.route.via &&
    a.route.nextHop === b.route.nextHop &&
    a.route.localPref === b.route.localPref &&
    a.route.learnedFrom === b.route.learnedFrom &&
    a.route.originatorId === b.route.originatorId &&
    a.route.asPath.join() === b.route.asPath.join() &&
    a.route.clusterList.join() === b.route.clusterList.join())

const predicted = (prefix: PrefixText, node: NodeName, held: Held, igp: Igp): PredictedRoute => ({
  prefix,
  family: familyOf(prefix),
  asPath: held.route.asPath,
  via: held.route.via,
  nextHop: held.route.nextHop,
  fibNextHops: gateways(node, held.route, familyOf(prefix), igp),
  decidedBy: held.decidedBy,
  winsBy: winsBy(held),
})

const winsBy = ({ route, candidates }: Held): readonly string[] => {
  const won = new Set(
    candidates.filter((other) => other !== route).map((other) => decidedBy(route, other)),
  )
  return steps.filter((step) => won.has(step)).map(({ name }) => name)
}

const gateways = (
  node: NodeName,
  { source, border, nextHop }: Route,
  family: Family,
  igp: Igp,
): readonly string[] => {
  if (source === 'local') return []
  return border === undefined ? [nextHop] : igp.gateways(node, border, family)
}

/**
 * What every router knows of one prefix, rebuilt from what it was seen to receive. The journal has
 * neither LOCAL_PREF nor what reflectors add, so a path that was heard is taken to be that one of its
 * sender's which it fits, carried over the session by the rules of the solver.
 */
import { best, type Decision } from '../../bgp/decide.ts'
import { type Impairment, NO_IMPAIRMENT } from '../../model/impairment.ts'
import type { Family, NodeName, PrefixText, SessionId, Topology } from '../../model/topology.ts'
import { type Hop, hopsThatWork } from '../../solve/hops.ts'
import { type Igp, solveIgp } from '../../solve/igp.ts'
import { carry, localRoute, type Route } from '../../solve/route.ts'

/** What a neighbour told last: a path, one of which too little is known to compare it, or that there is none. */
export type Heard = Route | 'none' | { readonly unknown: HeardPath }

export interface Ribs {
  /** Over the session, or undefined when it was withdrawn. */
  hear(node: NodeName, hop: Hop, path: HeardPath | undefined): void
  /** Forgets what came over one session, or all of it. */
  forget(node: NodeName, session?: SessionId): void
  /** What is broken now, as far as routing inside an AS and origins go. */
  impair(impairment: Impairment): void
  /** What a network at rest knows, where nothing was heard yet. */
  fillIn(): void
  candidates(node: NodeName): readonly Route[]
  /** Is there a path among those that it heard of which too little is known? */
  hasUnknown(node: NodeName): boolean
  decide(node: NodeName): Decision<Route> | undefined
  /** Who of this lab tells this router, over which session. */
  hopFrom(node: NodeName, address: string): Hop | undefined
  hopsTo(node: NodeName): readonly Hop[]
  gateways(node: NodeName, route: Route): readonly string[]
}

export interface HeardPath {
  readonly asPath: readonly number[]
  readonly nextHop?: string | undefined
}

export const createRibs = (topology: Topology, prefix: PrefixText): Ribs => {
  const family: Family = prefix.includes(':') ? 'ipv6' : 'ipv4'
  const hops = hopsThatWork(topology, NO_IMPAIRMENT, solveIgp(topology, NO_IMPAIRMENT))
  const nodes = new Map(topology.nodes.map((node) => [node.name, node]))
  const heard = new Map<NodeName, Map<SessionId, Heard>>()
  /** All that a router ever had: what it told may be older than what it has. */
  const past = new Map<NodeName, Route[]>()
  let impairment = NO_IMPAIRMENT
  let igp: Igp = solveIgp(topology, NO_IMPAIRMENT)

  const ribOf = (node: NodeName): Map<SessionId, Heard> => {
    const rib = heard.get(node) ?? new Map<SessionId, Heard>()
    heard.set(node, rib)
    return rib
  }
  const originates = (name: NodeName): boolean => {
    const is = (origin: { readonly node: NodeName; readonly prefix: PrefixText }) =>
      origin.node === name && origin.prefix === prefix
    if (impairment.announced.some(is)) return true
    const own = nodes.get(name)?.networks.some((network) => network.prefix === prefix) ?? false
    return own && !impairment.withdrawn.some(is)
  }
  const local = (name: NodeName): readonly Route[] => {
    const node = nodes.get(name)
    return node && originates(name) ? [localRoute(node, family)] : []
  }
  /** OSPF may have moved since the path came in. */
  const now = (node: NodeName, route: Route): readonly Route[] => {
    if (route.border === undefined) return [route]
    const igpCost = igp.cost(node, route.border)
    return igpCost === undefined ? [] : [{ ...route, igpCost }]
  }
  const candidates = (node: NodeName): readonly Route[] => [
    ...local(node),
    ...[...ribOf(node).values()].flatMap((route) => (isRoute(route) ? now(node, route) : [])),
  ]
  /** Path vector in rounds, as the solver has it, until nothing changes; empty where that never happens. */
  const atRest = (): ReadonlyMap<NodeName, Route> => {
    const table = new Map<NodeName, Route>()
    for (let round = 0; round <= 4 * topology.nodes.length + 16; round++) {
      let isNew = false
      for (const { name } of topology.nodes) {
        const offers = hops(name, family).flatMap((hop) => {
          const route = table.get(hop.from.name)
          return route ? (carry(route, hop, igp) ?? []) : []
        })
        const found = best([...local(name), ...offers])?.path
        isNew ||=
          found?.via !== table.get(name)?.via ||
          found?.asPath.join() !== table.get(name)?.asPath.join()
        if (found) table.set(name, found)
        else table.delete(name)
      }
      if (!isNew) return table
    }
    return new Map()
  }
  const keep = (node: NodeName, hop: Hop, route: Heard): void => {
    ribOf(node).set(hop.session, route)
    if (!isRoute(route)) return
    past.set(node, [route, ...(past.get(node) ?? []).slice(0, MOST_PAST)])
  }
  const resolve = (hop: Hop, path: HeardPath): Heard => {
    const sender = [...local(hop.from.name), ...(past.get(hop.from.name) ?? [])]
    const told = [...sender, ...stranger(hop, path, family)]
      .flatMap((route) => carry(route, hop, igp) ?? [])
      .find((route) => fits(route, path))
    return told ?? { unknown: path }
  }
  const hear = (node: NodeName, hop: Hop, path: HeardPath | undefined): void => {
    // RFC 4271 section 9.1.2: what went through the own AS replaces what was there, and is not used.
    const isUseless = !path || (hop.type === 'ebgp' && path.asPath.includes(hop.to.asn))
    keep(node, hop, isUseless ? 'none' : resolve(hop, path))
  }
  /** What its sender was not known to have may be understood now; a reflector's only after its client's. */
  const hearAgain = (): void => {
    for (let round = 0; round < 3; round++)
      for (const { name } of topology.nodes)
        for (const hop of hops(name, family)) {
          const told = ribOf(name).get(hop.session)
          if (typeof told === 'object' && 'unknown' in told) hear(name, hop, told.unknown)
        }
  }

  return {
    hear,
    forget(node, session) {
      for (const hop of hops(node, family))
        if (session === undefined || hop.session === session) keep(node, hop, 'none')
    },
    impair(next) {
      impairment = next
      igp = solveIgp(topology, next)
    },
    fillIn() {
      const table = atRest()
      for (const { name } of topology.nodes)
        for (const hop of hops(name, family)) {
          const offered = table.get(hop.from.name)
          const route = offered && carry(offered, hop, igp)
          if (route && !ribOf(name).has(hop.session)) keep(name, hop, route)
        }
      hearAgain()
    },
    candidates,
    hasUnknown: (node) =>
      [...ribOf(node).values()].some((told) => told !== 'none' && !isRoute(told)),
    decide: (node) => best(candidates(node)),
    hopFrom: (node, address) => hops(node, family).find((hop) => hop.address === address),
    hopsTo: (node) => hops(node, family),
    gateways: (node, { source, border, nextHop }) => {
      if (source === 'local') return []
      return border === undefined ? [nextHop] : igp.gateways(node, border, family)
    },
  }
}

const MOST_PAST = 64

const isRoute = (told: Heard): told is Route => told !== 'none' && !('unknown' in told)

const fits = ({ asPath, nextHop, source }: Route, path: HeardPath): boolean =>
  asPath.join() === path.asPath.join() &&
  (source !== 'ibgp' || path.nextHop === undefined || nextHop === path.nextHop)

/** A path over eBGP that its sender was never seen to have: all that is needed stands in it. */
const stranger = (hop: Hop, { asPath }: HeardPath, family: Family): readonly Route[] =>
  hop.type === 'ebgp' ? [{ ...localRoute(hop.from, family), asPath: asPath.slice(1) }] : []

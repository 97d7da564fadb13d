/** A route as the solver carries it from node to node: what an UPDATE says, and what the receiver adds. */
import type { Path } from '../bgp/decide.ts'
import {
  DEFAULT_LOCAL_PREF,
  hasLoop,
  hasReflectionLoop,
  importPreference,
  mayExport,
  mayTellInternally,
  type Relation,
} from '../bgp/policy.ts'
import { parseAddress } from '../bgp/prefix.ts'
import type { Family, Node, SessionId } from '../model/topology.ts'
import type { Hop } from './hops.ts'
import type { Igp } from './igp.ts'

export interface Route extends Path {
  readonly via: 'local' | SessionId
  readonly asPath: readonly number[]
  readonly nextHop: string
  /** The router of this AS whose address the next hop is; undefined when it is directly connected. */
  readonly border: string | undefined
  /** How the route entered this AS: travels with it over iBGP, as a community does. */
  readonly learnedFrom: Relation | undefined
  /** Learned from a client of the holder. */
  readonly fromClient: boolean
  readonly originatorId: string | undefined
  readonly clusterList: readonly string[]
}

export const localRoute = (node: Node, family: Family): Route => ({
  source: 'local',
  via: 'local',
  asPath: [],
  asPathLength: 0,
  nextHop: family === 'ipv4' ? '0.0.0.0' : '::',
  border: undefined,
  localPref: DEFAULT_LOCAL_PREF,
  origin: 'igp',
  med: 0,
  neighbourAs: node.asn,
  igpCost: 0,
  routerId: idNumber(node.routerId),
  clusterListLength: 0,
  neighbourAddress: 0n,
  learnedFrom: undefined,
  fromClient: false,
  originatorId: undefined,
  clusterList: [],
})

/** What the receiver of the hop has in its Adj-RIB-In when `route` is the sender's best, if anything. */
export const carry = (route: Route, hop: Hop, igp: Igp): Route | undefined =>
  hop.type === 'ebgp' ? carryExternally(route, hop) : carryInternally(route, hop, igp)

const carryExternally = (route: Route, hop: Hop): Route | undefined => {
  const asPath = [hop.from.asn, ...route.asPath]
  if (!mayExport(route.learnedFrom, hop.receiverIs) || hasLoop(hop.to.asn, asPath)) return undefined
  return {
    source: 'ebgp',
    via: hop.session,
    asPath,
    asPathLength: asPath.length,
    nextHop: hop.address,
    border: undefined,
    localPref: hop.localPref ?? importPreference(hop.senderIs),
    origin: route.origin,
    // RFC 4271 section 5.1.4: a received MED is not passed on, and none is set.
    med: 0,
    neighbourAs: hop.from.asn,
    igpCost: 0,
    routerId: idNumber(hop.from.routerId),
    clusterListLength: 0,
    neighbourAddress: hop.addressBits,
    learnedFrom: hop.senderIs,
    fromClient: false,
    originatorId: undefined,
    clusterList: [],
  }
}

const carryInternally = (route: Route, hop: Hop, igp: Igp): Route | undefined => {
  const { source, fromClient } = route
  if (!mayTellInternally({ source, fromClient, toClient: hop.toClient })) return undefined
  const reflected = source === 'ibgp'
  // Only the router at the border puts itself in as next hop: a reflector leaves it alone.
  const border = reflected ? (route.border as string) : hop.from.name
  const igpCost = igp.cost(hop.to.name, border)
  if (igpCost === undefined) return undefined
  const originatorId = reflected ? (route.originatorId ?? idText(route.routerId)) : undefined
  const clusterList = reflected ? [hop.from.routerId, ...route.clusterList] : []
  if (hasReflectionLoop(hop.to.routerId, { originatorId, clusterList })) return undefined
  return {
    ...route,
    source: 'ibgp',
    via: hop.session,
    nextHop: reflected ? route.nextHop : hop.address,
    border,
    igpCost,
    routerId: idNumber(originatorId ?? hop.from.routerId),
    clusterListLength: clusterList.length,
    neighbourAddress: hop.addressBits,
    fromClient: hop.fromClient,
    originatorId,
    clusterList,
  }
}

const idNumber = (routerId: string): number => Number(parseAddress(routerId)?.bits ?? 0n)
const idText = (id: number): string =>
  [24, 16, 8, 0].map((shift) => (id >>> shift) & 0xff).join('.')

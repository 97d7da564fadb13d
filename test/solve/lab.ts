/** Small topologies for tests: nodes and links in a line each, addresses that can be read. */
import { type Impairment, NO_IMPAIRMENT } from '../../src/model/impairment.ts'
import type {
  Link,
  Node,
  Relation,
  Relationship,
  Session,
  SessionEnd,
  Topology,
} from '../../src/model/topology.ts'

export interface LabSpec {
  /** AS numbers by name; the n-th node (from 1) has loopback and router id 10.255.0.n and originates 198.18.n.0/24. */
  readonly nodes: Readonly<Record<string, number>>
  /** The n-th link (from 1) has 10.0.n.1 and 10.0.n.2. */
  readonly links: readonly (readonly [string, string, Relationship?])[]
  readonly reflectors?: readonly string[]
  readonly originates?: readonly string[]
}

export const lab = (spec: LabSpec): Topology => {
  const names = Object.keys(spec.nodes)
  const nodes = names.map((name, i) => nodeOf(spec, name, i + 1))
  const links = spec.links.map(([a, b, relationship], i) => linkOf(a, b, relationship, i + 1))
  return {
    name: 'lab',
    families: ['ipv4'],
    nodes,
    links,
    sessions: [...links.flatMap((link) => external(link, spec)), ...internal(nodes, spec)],
  }
}

export const broken = (impairment: Partial<Impairment>): Impairment => ({
  ...NO_IMPAIRMENT,
  ...impairment,
})

const nodeOf = (spec: LabSpec, name: string, n: number): Node => ({
  name,
  kind: 'frr',
  asn: spec.nodes[name] as number,
  routerId: `10.255.0.${n}`,
  loopback: { ipv4: `10.255.0.${n}` },
  networks:
    (spec.originates?.includes(name) ?? true)
      ? [{ family: 'ipv4', prefix: `198.18.${n}.0/24`, canary: `198.18.${n}.1` }]
      : [],
  timers: { keepaliveMs: 3000, holdMs: 9000, connectRetryMs: 1000, mraiMs: 0 },
  groups: [],
  routeReflector: spec.reflectors?.includes(name) ?? false,
})

const linkOf = (a: string, b: string, relationship: Relationship | undefined, n: number): Link => ({
  id: `${a}--${b}`,
  ends: [
    { node: a, ipv4: `10.0.${n}.1` },
    { node: b, ipv4: `10.0.${n}.2` },
  ],
  subnet: { ipv4: `10.0.${n}.0/29` },
  mtu: 1500,
  shape: {},
  ...(relationship && { relationship }),
})

/** What the second end is to the first, and the first to the second. */
const RELATIONS: Readonly<Record<Relationship, readonly [Relation, Relation]>> = {
  peer: ['peer', 'peer'],
  'customer-provider': ['provider', 'customer'],
  'provider-customer': ['customer', 'provider'],
}

const external = ({ id, ends: [a, b], relationship }: Link, spec: LabSpec): Session[] => {
  if (spec.nodes[a.node] === spec.nodes[b.node]) return []
  const end = ({ node, ipv4 }: typeof a, i: 0 | 1): SessionEnd => ({
    node,
    address: ipv4,
    ...(relationship && { relation: RELATIONS[relationship][i] }),
  })
  return [{ id, type: 'ebgp', family: 'ipv4', link: id, ends: [end(a, 0), end(b, 1)] }]
}

/** A full mesh in each AS, or sessions with its reflectors only. */
const internal = (nodes: readonly Node[], { reflectors = [] }: LabSpec): Session[] =>
  nodes.flatMap((a, i) =>
    nodes.slice(i + 1).flatMap((b) => {
      if (a.asn !== b.asn) return []
      const inAs = nodes.filter(({ asn }) => asn === a.asn)
      const isMesh = !inAs.some(({ name }) => reflectors.includes(name))
      const reflects = [a, b].map(({ name }) => reflectors.includes(name))
      if (!isMesh && !reflects.includes(true)) return []
      const end = ({ name, loopback }: Node, j: number): SessionEnd => ({
        node: name,
        address: loopback.ipv4,
        ...(reflects[j] && !reflects[1 - j] && { reflectsTo: true }),
      })
      return [
        { id: `${a.name}==${b.name}`, type: 'ibgp', family: 'ipv4', ends: [end(a, 0), end(b, 1)] },
      ]
    }),
  )

/** Small finished topologies, written by a few words each, for the tests of kinds. */
import type {
  Family,
  Link,
  Node,
  Relation,
  Relationship,
  Session,
  SessionEnd,
  Topology,
} from '../../src/model/topology.ts'

interface Sketch {
  readonly kind: string
  readonly families?: readonly Family[]
  /** Name to AS number; the order gives the addresses. */
  readonly nodes: Readonly<Record<string, number>>
  readonly links: readonly (readonly [string, string, Relationship?])[]
  /** Reflects to all others of its AS; without one the AS is a full mesh. */
  readonly reflector?: string
}

/** Two ASes, one link, IPv4 only. */
export const pair = (kind: string): Topology =>
  sketch('pair', { kind, nodes: { left: 64501, right: 64502 }, links: [['left', 'right']] })

/** An AS of three routers in a row, fully meshed by iBGP over OSPF, and a neighbour of the first. */
export const transit = (kind: string): Topology => sketch('transit', transitSketch(kind))

/** The same AS, whose middle router reflects. */
export const reflected = (kind: string): Topology =>
  sketch('reflected', { ...transitSketch(kind), reflector: 'core' })

/** The same AS with both families. */
export const dualStack = (kind: string): Topology =>
  sketch('dual-stack', { ...transitSketch(kind), families: ['ipv4', 'ipv6'] })

/** A provider, its customer of two routers, the customer's peer and the customer's customer. */
export const policies = (kind: string): Topology =>
  sketch('policies', {
    kind,
    families: ['ipv4', 'ipv6'],
    nodes: { provider: 64501, west: 64502, east: 64502, peer: 64503, customer: 64504 },
    links: [
      ['west', 'provider', 'customer-provider'],
      ['west', 'east'],
      ['east', 'peer', 'peer'],
      ['customer', 'east', 'customer-provider'],
    ],
  })

export const SAMPLES = { pair, transit, reflected, dualStack, policies }

const transitSketch = (kind: string): Sketch => ({
  kind,
  nodes: { edge: 64500, core: 64500, far: 64500, out: 64510 },
  links: [
    ['edge', 'core'],
    ['core', 'far'],
    ['edge', 'out'],
  ],
})

const sketch = (name: string, given: Sketch): Topology => {
  const families = given.families ?? ['ipv4']
  const dual = families.includes('ipv6')
  const nodes = Object.entries(given.nodes).map(([node, asn], index) =>
    nodeOf(node, asn, index + 1, given, dual),
  )
  const links = given.links.map(([a, b, relationship], index) =>
    linkOf(a, b, relationship, index, dual),
  )
  const sessions = families.flatMap((family) => [
    ...links.flatMap((link) => external(link, family, nodes)),
    ...internal(family, nodes),
  ])
  return { name, families, nodes, links, sessions }
}

const nodeOf = (name: string, asn: number, n: number, given: Sketch, dual: boolean): Node => ({
  name,
  kind: given.kind,
  asn,
  routerId: `10.255.0.${n}`,
  loopback: { ipv4: `10.255.0.${n}`, ...(dual ? { ipv6: `fd00:ffff::${n}` } : {}) },
  networks: [
    { family: 'ipv4', prefix: `198.18.${n}.0/24`, canary: `198.18.${n}.1` },
    ...(dual
      ? [{ family: 'ipv6' as const, prefix: `2001:2:0:${n}::/64`, canary: `2001:2:0:${n}::1` }]
      : []),
  ],
  timers: { keepaliveMs: 1000, holdMs: 3000, connectRetryMs: 1000, mraiMs: 0 },
  groups: [],
  routeReflector: given.reflector === name,
})

const linkOf = (
  a: string,
  b: string,
  relationship: Relationship | undefined,
  index: number,
  dual: boolean,
): Link => {
  const base = `10.250.0.${index * 8}`
  const host = (n: number) => `10.250.0.${index * 8 + n}`
  const end = (node: string, n: number) => ({
    node,
    ipv4: host(n),
    ...(dual ? { ipv6: `fd00:250:0:${index}::${n}` } : {}),
  })
  return {
    id: `${a}--${b}`,
    ends: [end(a, 2), end(b, 3)],
    subnet: { ipv4: `${base}/29`, ...(dual ? { ipv6: `fd00:250:0:${index}::/64` } : {}) },
    mtu: 1500,
    shape: {},
    ...(relationship ? { relationship } : {}),
  }
}

const external = (link: Link, family: Family, nodes: readonly Node[]): Session[] => {
  const [a, b] = link.ends
  if (asn(a.node, nodes) === asn(b.node, nodes)) return []
  const [toA, toB] = relations(link.relationship)
  const end = (at: typeof a, relation: Relation | undefined): SessionEnd => ({
    node: at.node,
    address: at[family] as string,
    ...(relation ? { relation } : {}),
  })
  const id = family === 'ipv4' ? link.id : `${link.id}/ipv6`
  return [{ id, type: 'ebgp', family, link: link.id, ends: [end(a, toA), end(b, toB)] }]
}

/** What the other end is, seen from the first and from the second end. */
const relations = (
  relationship: Relationship | undefined,
): readonly [Relation | undefined, Relation | undefined] => {
  if (relationship === 'customer-provider') return ['provider', 'customer']
  if (relationship === 'provider-customer') return ['customer', 'provider']
  return [relationship, relationship]
}

const internal = (family: Family, nodes: readonly Node[]): Session[] =>
  nodes.flatMap((a, index) =>
    nodes
      .slice(index + 1)
      .filter((b) => b.asn === a.asn && (peersWith(a, nodes) || peersWith(b, nodes)))
      .map((b): Session => {
        const end = (node: Node): SessionEnd => ({
          node: node.name,
          address: node.loopback[family] as string,
          ...(node.routeReflector ? { reflectsTo: true } : {}),
        })
        const id = `${a.name}==${b.name}${family === 'ipv6' ? '/ipv6' : ''}`
        return { id, type: 'ibgp', family, ends: [end(a), end(b)] }
      }),
  )

/** Everyone in a mesh, only the reflector where there is one. */
const peersWith = (node: Node, nodes: readonly Node[]): boolean =>
  node.routeReflector || !nodes.some((other) => other.asn === node.asn && other.routeReflector)

const asn = (name: string, nodes: readonly Node[]): number | undefined =>
  nodes.find((node) => node.name === name)?.asn

/** A ring of five routers with everything that faults can hit: r4 and r5 share an AS (iBGP). */
import type { Family, Link, Node, Session, Topology } from '../../src/model/topology.ts'

const ASNS = [64501, 64502, 64503, 64504, 64504]

const node = (index: number): Node => ({
  name: `r${index}`,
  kind: 'frr',
  asn: ASNS[index - 1] as number,
  routerId: `10.255.0.${index}`,
  loopback: { ipv4: `10.255.0.${index}`, ipv6: `fd00::${index}` },
  networks: [
    { family: 'ipv4', prefix: `198.18.${index}.0/24`, canary: `198.18.${index}.1` },
    { family: 'ipv6', prefix: `2001:2:0:${index}::/64`, canary: `2001:2:0:${index}::1` },
  ],
  timers: { keepaliveMs: 3000, holdMs: 9000, connectRetryMs: 5000, mraiMs: 0 },
  groups: index <= 2 ? ['edge'] : [],
  routeReflector: false,
})

const link = (a: number, b: number): Link => ({
  id: `r${a}--r${b}`,
  ends: [
    { node: `r${a}`, ipv4: `10.0.${a}.1`, ipv6: `fd01:${a}::1` },
    { node: `r${b}`, ipv4: `10.0.${a}.2`, ipv6: `fd01:${a}::2` },
  ],
  subnet: { ipv4: `10.0.${a}.0/29`, ipv6: `fd01:${a}::/64` },
  mtu: 1500,
  shape: a === 2 ? { delayMs: 10, rateBps: 100_000_000 } : {},
})

const external = (over: Link, family: Family): Session => ({
  id: family === 'ipv4' ? over.id : `${over.id}/ipv6`,
  type: 'ebgp',
  family,
  link: over.id,
  ends: [
    { node: over.ends[0].node, address: over.ends[0][family] as string },
    { node: over.ends[1].node, address: over.ends[1][family] as string },
  ],
})

const internal = (a: Node, b: Node): Session => ({
  id: `${a.name}==${b.name}`,
  type: 'ibgp',
  family: 'ipv4',
  ends: [
    { node: a.name, address: a.loopback.ipv4 },
    { node: b.name, address: b.loopback.ipv4 },
  ],
})

const nodes = [1, 2, 3, 4, 5].map(node)
const links = [link(1, 2), link(2, 3), link(3, 4), link(4, 5), link(5, 1)]

export const lab: Topology = {
  name: 'lab',
  families: ['ipv4', 'ipv6'],
  nodes,
  links,
  sessions: [
    ...links
      .filter(({ id }) => id !== 'r4--r5')
      .flatMap((over) => [external(over, 'ipv4'), external(over, 'ipv6')]),
    internal(nodes[3] as Node, nodes[4] as Node),
  ],
}

export const nodeNamed = (name: string): Node =>
  lab.nodes.find((candidate) => candidate.name === name) as Node
export const linkNamed = (id: string): Link =>
  lab.links.find((candidate) => candidate.id === id) as Link
export const sessionNamed = (id: string): Session =>
  lab.sessions.find((candidate) => candidate.id === id) as Session

/** What the templates of the routing inside one AS see: OSPF between the AS's routers, nothing to others. */
import type { Family, Link, Node, Topology } from '../model/topology.ts'
import type { Dialect } from './dialect.ts'
import type { View } from './render.ts'

/** The families for which `node` needs routes to the loopbacks of its AS; none in an AS of one router. */
export const igpFamilies = (node: Node, topology: Topology): readonly Family[] =>
  topology.nodes.some(({ asn, name }) => asn === node.asn && name !== node.name)
    ? topology.families
    : []

/** The view of `node` as an OSPF router. */
export const igpView = (node: Node, topology: Topology, dialect: Dialect): View => {
  const members = new Set(topology.nodes.filter(({ asn }) => asn === node.asn).map((n) => n.name))
  return Object.freeze({
    hostname: node.name,
    asn: String(node.asn),
    routerId: node.routerId,
    loopback: `${node.loopback.ipv4}/32`,
    loopback6: node.loopback.ipv6 ? `${node.loopback.ipv6}/128` : '',
    dialect: { ...dialect },
    links: topology.links
      .filter((link) => link.ends.every((end) => members.has(end.node)))
      .flatMap((link) => linkView(link, node)),
  })
}

// Both families know an interface by its IPv4 address, which every link has.
const linkView = (link: Link, node: Node): View[] =>
  link.ends
    .filter((end) => end.node === node.name)
    .map((end) => ({ address: end.ipv4, subnet: link.subnet.ipv4 }))

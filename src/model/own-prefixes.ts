import { type Prefix, parsePrefix } from '../bgp/prefix.ts'
import type { Topology } from './topology.ts'

/** Everything that the routers of a lab have addresses in: links, loopbacks, networks. */
export const ownPrefixes = (topology: Topology): readonly Prefix[] =>
  [
    ...topology.links.flatMap(({ subnet }) => [subnet.ipv4, subnet.ipv6]),
    ...topology.nodes.flatMap(({ loopback, networks }) => [
      `${loopback.ipv4}/32`,
      loopback.ipv6 && `${loopback.ipv6}/128`,
      ...networks.map(({ prefix }) => prefix),
    ]),
  ].flatMap((text) => (text ? (parsePrefix(text) ?? []) : []))

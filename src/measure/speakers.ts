/** Who speaks from an address: the journal has addresses where readers want names. */
import type { Topology } from '../model/topology.ts'

export const speakersOf = ({ nodes, links, sessions }: Topology): ReadonlyMap<string, string> =>
  new Map([
    ...sessions.flatMap(({ ends }) => ends.map(({ address, node }) => [address, node] as const)),
    ...links.flatMap(({ ends }) =>
      ends.flatMap(({ node, ipv4, ipv6 }) =>
        [ipv4, ...(ipv6 === undefined ? [] : [ipv6])].map((address) => [address, node] as const),
      ),
    ),
    ...nodes.flatMap(({ name, loopback: { ipv4, ipv6 } }) =>
      [ipv4, ...(ipv6 === undefined ? [] : [ipv6])].map((address) => [address, name] as const),
    ),
    // Some daemons log the name.
    ...nodes.map(({ name }) => [name, name] as const),
  ])

/** What our own speaker reads of one node: its router, its timers, its networks. */

import { formatAddress, parseAddress } from '../bgp/prefix.ts'
import type { PeerConfig, RouterConfig } from '../bgp/router/config.ts'
import type { Steps } from '../bgp/router/damping.ts'
import type { LemurConfig } from '../model/lemur-config.ts'
import { mraiMsOf } from '../model/mrai.ts'
import type { Family, Node, Session, Topology } from '../model/topology.ts'
import { frrDialect, quaggaDialect } from './dialect.ts'
import { usesTags } from './policy-view.ts'

/** The configuration of `lemurd` at this node. */
export const lemurConfig = (node: Node, topology: Topology): LemurConfig => ({
  hostname: node.name,
  router: routerConfig(node, topology),
  timers: node.timers,
  networks: node.networks.map(({ prefix }) => prefix),
})

const routerConfig = (node: Node, topology: Topology): RouterConfig => ({
  asn: node.asn,
  routerId: node.routerId,
  tagged: usesTags(topology),
  peers: topology.sessions.flatMap((session) => peersOf(node, session, topology)),
})

const peersOf = (node: Node, { ends, type, family }: Session, topology: Topology): PeerConfig[] => {
  const own = ends.find((end) => end.node === node.name)
  const other = ends.find((end) => end.node !== node.name)
  if (!own || !other) return []
  return [
    {
      name: other.address,
      type,
      asn: topology.nodes.find(({ name }) => name === other.node)?.asn as number,
      address: canonical(other.address),
      localAddress: canonical(own.address),
      family,
      ...(own.relation && { relation: own.relation }),
      ...(own.localPref !== undefined && { imports: [{ localPref: own.localPref }] }),
      ...(own.reflectsTo && { client: true }),
      ...(own.maxPrefixes !== undefined && { maxPrefixes: own.maxPrefixes }),
      ...(type === 'ebgp' && dampingOf(node, family)),
      mrai: { ms: mraiMsOf(node.timers, type), per: 'peer' },
    },
  ]
}

/** The simulator makes a configuration for nodes of every kind, which damps what and as the kind does. */
const dampingOf = ({ kind, damping }: Node, family: Family): Pick<PeerConfig, 'damping'> => {
  const { dampsIpv6 } = kind === 'quagga' ? quaggaDialect : frrDialect
  if (!damping || (family === 'ipv6' && !dampsIpv6)) return {}
  return { damping: kind === 'lemur' ? damping : { ...damping, steps: DAEMON_STEPS } }
}

const DAEMON_STEPS: Steps = { decayMs: 5_000, reuseMs: 10_000 }

/** As the kernel and everyone else on the wire write it. */
const canonical = (text: string): string => {
  const address = parseAddress(text)
  return address ? formatAddress(address) : text
}

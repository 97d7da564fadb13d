import type { Argv, Guest } from '../model/kind.ts'
import type { Node, Topology } from '../model/topology.ts'
import type { Dialect } from './dialect.ts'
import { tagsOf, usesTags } from './policy-view.ts'
import { vtysh } from './vtysh-command.ts'

/**
 * A neighbour that comes while the router runs. It connects, the router only listens. Where routes
 * carry tags, a source is taken for a customer and a sink is shown everything without the tags;
 * elsewhere there is no policy. The route map has a name of its own, so that nobody else's goes with it.
 */
export const guestLines = (
  node: Node,
  topology: Topology,
  guest: Guest,
  dialect: Dialect,
): { readonly apply: Argv; readonly revert: Argv } => {
  const { address, asn, family, role } = guest
  const tagged = usesTags(topology)
  const map = `guest-${address}`
  const policy = tagged
    ? [`neighbor ${address} route-map ${map} ${role === 'source' ? 'in' : 'out'}`]
    : []
  const peer = `neighbor ${address}`
  return {
    apply: vtysh(
      'configure terminal',
      ...(tagged ? mapLines(map, node, guest, dialect) : []),
      `router bgp ${node.asn}`,
      `${peer} remote-as ${asn}`,
      `${peer} passive`,
      `${peer} timers ${seconds(node.timers.keepaliveMs, 1)} ${seconds(node.timers.holdMs, 0)}`,
      `${peer} advertisement-interval ${seconds(node.timers.mraiMs, 0)}`,
      `address-family ${family} unicast`,
      `${peer} activate`,
      ...policy,
    ),
    // What is taken away is made first: a second removal would be an error, and end the rest.
    revert: vtysh(
      'configure terminal',
      `router bgp ${node.asn}`,
      `${peer} remote-as ${asn}`,
      `no ${peer}`,
      ...(tagged ? [`route-map ${map} permit 10`, `no route-map ${map}`] : []),
    ),
  }
}

const mapLines = (
  name: string,
  { asn }: Node,
  { role, family }: Guest,
  dialect: Dialect,
): readonly string[] => [
  `route-map ${name} permit 10`,
  'set large-comm-list learned delete',
  ...(role === 'source'
    ? ['set local-preference 200', `set large-community ${tagsOf(asn).customer} additive`]
    : []),
  ...(role === 'source' && family === 'ipv6' && dialect.prefersGlobal
    ? ['set ipv6 next-hop prefer-global']
    : []),
  'exit',
]

const seconds = (ms: number, least: number): number => Math.max(least, Math.round(ms / 1000))

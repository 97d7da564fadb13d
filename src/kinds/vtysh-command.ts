import type { Argv } from '../model/kind.ts'
import type { Node } from '../model/topology.ts'

/** Runs commands one after the other in bgpd alone: connecting to every daemon takes longer. */
export const vtysh = (...commands: readonly string[]): Argv => [
  'vtysh',
  '-d',
  'bgpd',
  ...commands.flatMap((command) => ['-c', command]),
]

/** Changes lines of the running configuration of the node's BGP. */
export const configure = (node: Node, ...lines: readonly string[]): Argv =>
  vtysh('configure terminal', `router bgp ${node.asn}`, ...lines)

/** Forwarding tables as a packet sees them, whoever keeps them. */
import type { LinkId, NodeName, PrefixText } from '../model/topology.ts'

/** A way out: the neighbour's address on the link. */
export interface Way {
  readonly link: LinkId
  readonly gateway: string
}

/** `local`: the packet is delivered here. */
export type Forwarding = 'local' | 'blackhole' | readonly Way[]

/** The kernel's routing table of one node, as far as routes come from BGP, OSPF or its own addresses. */
export interface ForwardingTable {
  /** Of a prefix (`198.18.1.0/24`) exactly that entry, of an address the longest match. */
  lookup(target: string): Forwarding | undefined
  entries(): Iterable<readonly [PrefixText, Forwarding]>
}

/** What the way of a data packet depends on. */
export interface Forwarded {
  fib(node: NodeName): Pick<ForwardingTable, 'lookup'>
  /** The node's kernel runs. */
  isUp(node: NodeName): boolean
  /** Would a packet from this source reach the other end of the link now? */
  carries(link: LinkId, from: NodeName, source: string): boolean
}

/** The node at the other end of the link. */
export type FarNode = (link: LinkId, node: NodeName) => NodeName

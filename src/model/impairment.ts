/** What active effects mean for routing: all that the solver needs to know to predict tables. */
import type { LinkId, NodeName, PrefixText, SessionId } from './topology.ts'

export interface Impairment {
  /** Nodes that neither route nor forward. */
  readonly nodesDown: ReadonlySet<NodeName>
  /** Nodes that forward but say nothing: whoever routes inside their AS goes around them. */
  readonly nodesFrozen: ReadonlySet<NodeName>
  /** Links over which no packet passes in at least one direction. */
  readonly linksDown: ReadonlySet<LinkId>
  /**
   * Sessions that cannot stay up for a reason of their own: shut down, filtered, or without a BGP
   * process at one end. Those over `linksDown` or at `nodesDown` follow from there.
   */
  readonly sessionsDown: ReadonlySet<SessionId>
  /** Prefixes that a node originates beyond its own networks. */
  readonly announced: readonly Origin[]
  /** Own networks that a node no longer originates. */
  readonly withdrawn: readonly Origin[]
  /** Nodes whose tables can be neither predicted nor asked for: compare none of theirs. */
  readonly opaque: ReadonlySet<NodeName>
}

export interface Origin {
  readonly node: NodeName
  readonly prefix: PrefixText
}

/** Nothing is broken. */
export const NO_IMPAIRMENT: Impairment = {
  nodesDown: new Set(),
  nodesFrozen: new Set(),
  linksDown: new Set(),
  sessionsDown: new Set(),
  announced: [],
  withdrawn: [],
  opaque: new Set(),
}

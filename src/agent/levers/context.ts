import type { Shape } from '../../model/topology.ts'
import type { Nodes } from '../nodes.ts'
import type { AgentState } from '../protocol.ts'

/** What a lever may use beside its state. */
export interface Context {
  readonly nodes: Nodes
  /** The node has a new namespace: held states and observers must be put back into it. */
  started(node: string): Promise<void>
  /** What a link is like by the topology, as `node` receives over it. */
  baselineShape(node: string, link: string): Shape
  /** The node is about to lose its namespace. */
  stopping(node: string): Promise<void>
}

/** Sets a state and reads it back; the text says what was read. Throws when it could not be brought about. */
export type Pull<Name extends AgentState['lever']> = (
  state: Extract<AgentState, { lever: Name }>,
  context: Context,
) => Promise<string>

export const NODE_IS_DOWN = 'the node is down'

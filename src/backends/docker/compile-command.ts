/** Faults of sessions and routes: the router's own commands, and how to see that they took. Pure. */
import type { AgentState } from '../../agent/protocol.ts'
import type { LeverState } from '../../model/effect.ts'
import type { Change, Kind } from '../../model/kind.ts'
import type { Family, Node, Session, Topology } from '../../model/topology.ts'
import type { Compiled, Kinds } from './compiled.ts'
import { nodeOf } from './node-of.ts'
import type { CompleteState } from './route-memory.ts'

export const commandChange = (
  state: Extract<CompleteState, { lever: 'session' | 'routes' | 'reset' }>,
  topology: Topology,
  kinds: Kinds,
): Compiled => {
  const node = nodeOf(topology, state.node)
  const kind = kinds(node.kind)
  const of = (commands: AgentCommand): AgentState => ({
    lever: 'command',
    node: node.name,
    commands,
  })
  if (state.lever === 'reset') {
    const { peer, family } = peerOf(topology, state.session, node)
    const command = of([kind.act.reset(node, peer, family, state.hard)])
    // Equal to its baseline: done once, never held.
    return { change: { subject: state.subject, state: command, baseline: command } }
  }
  const { wanted, all } =
    state.lever === 'session'
      ? sessionChanges(state, topology, node, kind)
      : routeChanges(state, node, kind)
  const baseline = of(all.map(({ revert }) => revert))
  const commands = all.map((change) => (wanted.includes(change) ? change.apply : change.revert))
  return {
    change: { subject: state.subject, state: of(commands), baseline },
    check: {
      node: node.name,
      changes: all.map((change) => ({ change, wanted: wanted.includes(change) })),
    },
  }
}

type AgentCommand = readonly (readonly string[])[]

interface Changes {
  /** Those that shall hold. */
  readonly wanted: readonly Change[]
  /** Those that shall hold or be gone. */
  readonly all: readonly Change[]
}

const sessionChanges = (
  state: Extract<LeverState, { lever: 'session' }>,
  topology: Topology,
  node: Node,
  kind: Kind,
): Changes => {
  const { peer, family } = peerOf(topology, state.session, node)
  const shutdown = kind.act.shutdown(node, peer, family)
  return { wanted: state.up ? [] : [shutdown], all: [shutdown] }
}

const routeChanges = (
  { announce, withdraw, forget }: Extract<CompleteState, { lever: 'routes' }>,
  node: Node,
  kind: Kind,
): Changes => {
  const familyOf = (prefix: string): Family => (prefix.includes(':') ? 'ipv6' : 'ipv4')
  const changesFor = (routes: { announce: readonly string[]; withdraw: readonly string[] }) => [
    ...routes.withdraw.map((prefix) => kind.act.withdraw(node, prefix, familyOf(prefix))),
    ...routes.announce.map((prefix) => kind.act.announce(node, prefix, familyOf(prefix))),
  ]
  const wanted = changesFor({ announce, withdraw })
  return { wanted, all: [...wanted, ...(forget ? changesFor(forget) : [])] }
}

const peerOf = (
  topology: Topology,
  id: string,
  node: Node,
): { readonly peer: string; readonly family: Session['family'] } => {
  const session = topology.sessions.find((candidate) => candidate.id === id)
  const peer = session?.ends.find((end) => end.node !== node.name)
  const isEnd = session?.ends.some((end) => end.node === node.name)
  if (!session || !peer || !isEnd) throw new Error(`${node.name} has no session ${id}`)
  return { peer: peer.address, family: session.family }
}

/** From the lever states of the model to what the agent is told. Pure. */
import type { AgentChange, AgentNode, AgentState, ProbeStream } from '../../agent/protocol.ts'
import type { LeverState } from '../../model/effect.ts'
import type { Change, Kind } from '../../model/kind.ts'
import type { Family, Node, Session, Topology } from '../../model/topology.ts'
import { containerName } from './labels.ts'
import type { CompleteState } from './route-memory.ts'

export type Kinds = (name: string) => Kind

/** A state that only the router itself can confirm: the controller asks it until it holds. */
export interface Check {
  readonly node: string
  readonly changes: readonly { readonly change: Change; readonly wanted: boolean }[]
}

export interface Compiled {
  readonly change: AgentChange
  readonly check?: Check
}

export const agentNodes = (topology: Topology): readonly AgentNode[] =>
  topology.nodes.map(({ name }) => ({
    name,
    container: containerName(topology.name, name),
    ends: Object.fromEntries(
      topology.links.flatMap((link) =>
        link.ends.filter((end) => end.node === name).map((end) => [link.id, addresses(link, end)]),
      ),
    ),
  }))

const addresses = (
  { subnet }: Topology['links'][number],
  { ipv4, ipv6 }: Topology['links'][number]['ends'][number],
): readonly string[] => {
  const length = (prefix: string) => prefix.slice(prefix.indexOf('/'))
  const first = `${ipv4}${length(subnet.ipv4)}`
  return ipv6 && subnet.ipv6 ? [first, `${ipv6}${length(subnet.ipv6)}`] : [first]
}

export const compile = (state: CompleteState, topology: Topology, kinds: Kinds): Compiled => {
  const { subject } = state
  switch (state.lever) {
    case 'carrier':
    case 'admin': {
      const of = (up: boolean): AgentState => ({ lever: state.lever, ...state.end, up })
      return { change: { subject, state: of(state.up), baseline: of(true) } }
    }
    case 'filter': {
      const of = (drop: typeof state.drop): AgentState => ({
        lever: 'filter',
        node: state.node,
        drop,
      })
      return { change: { subject, state: of(state.drop), baseline: of([]) } }
    }
    case 'shape':
      return { change: shapeChange(state, topology) }
    case 'process': {
      const baseline = {
        lever: 'process',
        node: state.node,
        state: 'running',
        how: 'start',
      } as const
      const wanted = {
        lever: 'process',
        node: state.node,
        state: state.state,
        how: state.how,
      } as const
      return { change: { subject, state: state.state === 'running' ? baseline : wanted, baseline } }
    }
    case 'daemon':
      return { change: daemonChange(state, topology, kinds) }
    case 'session':
    case 'routes':
    case 'reset':
      return commandChange(state, topology, kinds)
  }
}

/** The subject is what leaves an end; the agent acts where it arrives, at the other end of the link. */
const shapeChange = (
  { subject, end, shape }: Extract<LeverState, { lever: 'shape' }>,
  topology: Topology,
): AgentChange => {
  const link = topology.links.find(({ id }) => id === end.link)
  const receiver = link?.ends.find(({ node }) => node !== end.node)?.node ?? end.node
  const of = (value: typeof shape): AgentState => ({
    lever: 'shape',
    node: receiver,
    link: end.link,
    shape: value,
  })
  return { subject, state: of(shape), baseline: of(link?.shape ?? {}) }
}

const daemonChange = (
  state: Extract<LeverState, { lever: 'daemon' }>,
  topology: Topology,
  kinds: Kinds,
): AgentChange => {
  const kind = kinds(nodeOf(topology, state.node).kind)
  const daemon = kind.daemons.find(({ role }) => role === state.daemon)
  if (!daemon) throw new Error(`${kind.name} has no ${state.daemon} daemon of its own`)
  const of = (value: typeof state.state): AgentState => ({
    lever: 'daemon',
    node: state.node,
    process: daemon.process,
    start: daemon.start,
    state: value,
  })
  return { subject: state.subject, state: of(state.state), baseline: of('running') }
}

const commandChange = (
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

export const nodeOf = (topology: Topology, name: string): Node => {
  const node = topology.nodes.find((candidate) => candidate.name === name)
  if (!node) throw new Error(`the lab has no node ${name}`)
  return node
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

/** Every node probes one canary of every other node of its family, thinned out evenly beyond `limit`. */
export const probeStreams = (topology: Topology, limit: number): readonly ProbeStream[] => {
  const pairs = topology.families.flatMap((family) => {
    const ends = topology.nodes.flatMap(({ name, networks }) => {
      const canary = networks.find((network) => network.family === family)?.canary
      return canary ? [{ name, canary }] : []
    })
    return ends.flatMap((from) => ends.filter((to) => to !== from).map((to) => ({ from, to })))
  })
  const step = Math.max(1, pairs.length / Math.max(1, limit))
  const kept = pairs.filter(
    (_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step),
  )
  const streams = new Map<
    string,
    { from: string; source: string; targets: { to: string; address: string }[] }
  >()
  for (const { from, to } of kept) {
    const stream = streams.get(from.canary) ?? { from: from.name, source: from.canary, targets: [] }
    stream.targets.push({ to: to.name, address: to.canary })
    streams.set(from.canary, stream)
  }
  return [...streams.values()]
}

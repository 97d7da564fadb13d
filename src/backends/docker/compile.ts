/** From the lever states of the model to what the agent is told. Pure. */
import type { AgentChange, AgentNode, AgentState } from '../../agent/protocol.ts'
import type { LeverState } from '../../model/effect.ts'
import type { Topology } from '../../model/topology.ts'
import { commandChange } from './compile-command.ts'
import type { Compiled, Kinds } from './compiled.ts'
import { containerName } from './labels.ts'
import { nodeOf } from './node-of.ts'
import type { CompleteState } from './route-memory.ts'

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

import type { Engine } from '../backends/docker/engine.ts'
import { inventory } from '../backends/docker/inventory.ts'
import { renderTable } from '../lib/table.ts'
import type { SessionReport, Testbed } from '../model/testbed.ts'
import type { Node, NodeName, Topology } from '../model/topology.ts'

export interface LabStatus {
  readonly lab: string
  readonly nodes: readonly NodeStatus[]
}

export interface NodeStatus {
  readonly name: string
  readonly kind: string
  readonly asn: number
  readonly routerId: string
  /** State of the container: running, paused, exited ..., or `missing`. */
  readonly state: string
  readonly established: number
  readonly sessions: number
  /** Sessions that are not Established, with what the router says. */
  readonly down: readonly {
    readonly peer: string
    readonly state: string
    readonly lastReset?: string
  }[]
}

/** Of a lab on an engine. */
export const containerStates = async (engine: Engine, lab: string): Promise<NodeStates> => {
  const { containers } = await inventory(engine, lab)
  return new Map(containers.flatMap(({ node, state }) => (node ? [[node, state] as const] : [])))
}

export type NodeStates = ReadonlyMap<NodeName, string>

export const labStatus = async (
  testbed: Pick<Testbed, 'topology' | 'sessions'>,
  states: NodeStates,
): Promise<LabStatus> => {
  const { topology } = testbed
  const signal = AbortSignal.timeout(20_000)
  const nodes = await Promise.all(
    topology.nodes.map(async (node) => {
      const state = states.get(node.name) ?? 'missing'
      const reports =
        state === 'running' ? await testbed.sessions(node.name, signal).catch(() => []) : []
      return nodeStatus(topology, node, state, reports)
    }),
  )
  return { lab: topology.name, nodes }
}

const nodeStatus = (
  topology: Topology,
  node: Node,
  state: string,
  reports: readonly SessionReport[],
): NodeStatus => {
  const peers = topology.sessions.flatMap(({ ends }) =>
    ends.some((end) => end.node === node.name) ? ends.filter((end) => end.node !== node.name) : [],
  )
  const down = peers.flatMap(({ node: name, address }) => {
    const report = reports.find(({ peerAddress }) => peerAddress === address)
    if (report?.state === 'Established') return []
    const lastReset = report?.lastReset ? { lastReset: report.lastReset } : {}
    return [{ peer: `${name} (${address})`, state: report?.state ?? 'unknown', ...lastReset }]
  })
  return {
    name: node.name,
    kind: node.kind,
    asn: node.asn,
    routerId: node.routerId,
    state,
    established: peers.length - down.length,
    sessions: peers.length,
    down,
  }
}

export const statusText = ({ nodes }: LabStatus): string => {
  const columns = [
    { title: 'NODE' },
    { title: 'KIND' },
    { title: 'ASN', align: 'right' as const },
    { title: 'ROUTER ID' },
    { title: 'STATE' },
    { title: 'SESSIONS', align: 'right' as const },
  ]
  const rows = nodes.map((node) => [
    node.name,
    node.kind,
    String(node.asn),
    node.routerId,
    node.state,
    `${node.established}/${node.sessions}`,
  ])
  const down = nodes.flatMap((node) =>
    node.down.map(
      ({ peer, state, lastReset }) =>
        `${node.name} to ${peer}: ${state}${lastReset ? `, last reset: ${lastReset}` : ''}`,
    ),
  )
  return [renderTable(columns, rows), ...down].join('\n')
}

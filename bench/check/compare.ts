/** Everything that routers say about routes and sessions, against what is predicted. */
import { predictor } from '../../src/cli/predictor.ts'
import { explain } from '../../src/lib/errors.ts'
import { mapLimit } from '../../src/lib/map-limit.ts'
import type { Impairment } from '../../src/model/impairment.ts'
import type { RouteReport, SessionReport } from '../../src/model/testbed.ts'
import type { NodeName, SessionId, Topology } from '../../src/model/topology.ts'
import { hopsThatWork } from '../../src/solve/hops.ts'
import { solveIgp } from '../../src/solve/igp.ts'

/** Whoever has tables: a testbed on an engine, or a simulated network. */
export interface Tables {
  routes(node: NodeName, signal: AbortSignal): Promise<readonly RouteReport[]>
  sessions(node: NodeName, signal: AbortSignal): Promise<readonly SessionReport[]>
}

/** Gives the differences, one sentence each; a router that does not answer is one too. */
export type Compare = (tables: Tables, signal: AbortSignal) => Promise<readonly string[]>

/** Best paths, kernel routes and session states of all nodes against the solver's prediction. */
export const comparison = (topology: Topology, impairment: Impairment): Compare => {
  const predicted = predictor(topology)(impairment)
  const up = sessionsThatStand(topology, impairment)
  return async (tables, signal) => {
    const found = await mapLimit(topology.nodes, AT_ONCE, ({ name }) =>
      orUnanswered(name, signal, async () => [
        ...predicted(name, await tables.routes(name, signal)),
        ...sessionDifferences(topology, name, up, await tables.sessions(name, signal)),
      ]),
    )
    return found.flat()
  }
}

/** Each node is asked for each prefix, whether it should have it or not. */
export const comparisonsIn = (topology: Topology): number =>
  topology.nodes.length * prefixesIn(topology)

export const prefixesIn = ({ nodes }: Topology): number =>
  nodes.flatMap(({ networks }) => networks).length

const AT_ONCE = 4

const orUnanswered = async (
  node: NodeName,
  signal: AbortSignal,
  ask: () => Promise<readonly string[]>,
): Promise<readonly string[]> => {
  try {
    return await ask()
  } catch (error) {
    signal.throwIfAborted()
    return [`${node} cannot be asked: ${explain(error)}`]
  }
}

/** An iBGP session stands as long as OSPF has any way; one over a link, as long as the link does. */
const sessionsThatStand = (topology: Topology, impairment: Impairment): ReadonlySet<SessionId> => {
  const hops = hopsThatWork(topology, impairment, solveIgp(topology, impairment))
  return new Set(
    topology.nodes.flatMap(({ name }) =>
      topology.families.flatMap((family) => hops(name, family).map(({ session }) => session)),
    ),
  )
}

const sessionDifferences = (
  { sessions }: Topology,
  node: NodeName,
  up: ReadonlySet<SessionId>,
  reports: readonly SessionReport[],
): readonly string[] =>
  sessions
    .filter(({ ends }) => ends.some((end) => end.node === node))
    .flatMap(({ id, ends }) => {
      const peer = ends.find((end) => end.node !== node)?.address
      const state = reports.find(({ peerAddress }) => peerAddress === peer)?.state ?? 'unknown'
      const isUp = state === 'Established'
      if (isUp === up.has(id)) return []
      return [`${node}: session ${id} is ${state}, expected ${isUp ? 'down' : 'Established'}`]
    })

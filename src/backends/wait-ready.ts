import { explain, TimeoutError } from '../lib/errors.ts'
import { mapLimit } from '../lib/map-limit.ts'
import type { SessionReport, Testbed } from '../model/testbed.ts'
import type { Session, Topology } from '../model/topology.ts'

export interface ReadyProgress {
  readonly established: number
  readonly total: number
  /** Ids of sessions that are awaited still. */
  readonly waiting: readonly string[]
}

/** How many routers are asked at the same time. */
const PARALLEL = 4

/** Returns when every session is Established at both ends; else says which are not, and what they said. */
export const waitReady = async (
  testbed: Testbed,
  timeoutMs: number,
  onProgress: (progress: ReadyProgress) => void,
  signal: AbortSignal,
): Promise<void> => {
  const { topology, clock } = testbed
  const deadline = clock.now() + timeoutMs
  const done = new Set<string>()
  const said = new Map<string, string>()
  for (let pauseMs = 100; ; pauseMs = Math.min(pauseMs * 1.5, 1000)) {
    const nodes = nodesToAsk(topology, done)
    await mapLimit(nodes, PARALLEL, async (node) => {
      const reports = await testbed.sessions(node, signal).catch(explain)
      note(topology, node, reports, done, said)
    })
    const waiting = topology.sessions.filter((session) => !isDone(session, done))
    const total = topology.sessions.length
    onProgress({ established: total - waiting.length, total, waiting: waiting.map(({ id }) => id) })
    if (waiting.length === 0) return
    if (clock.now() > deadline) throw notReady(waiting, said, timeoutMs)
    await clock.until(clock.now() + pauseMs, signal)
  }
}

const endKey = (session: Session, node: string): string => `${session.id} at ${node}`

const isDone = (session: Session, done: ReadonlySet<string>): boolean =>
  session.ends.every(({ node }) => done.has(endKey(session, node)))

const nodesToAsk = (topology: Topology, done: ReadonlySet<string>): readonly string[] => {
  const open = topology.sessions.flatMap((session) =>
    session.ends.map(({ node }) => node).filter((node) => !done.has(endKey(session, node))),
  )
  return [...new Set(open)]
}

const note = (
  topology: Topology,
  node: string,
  reports: readonly SessionReport[] | string,
  done: Set<string>,
  said: Map<string, string>,
): void => {
  for (const session of topology.sessions) {
    const peer = peerAt(session, node)
    if (!peer) continue
    const report =
      typeof reports === 'string'
        ? undefined
        : reports.find(({ peerAddress }) => peerAddress === peer)
    const key = endKey(session, node)
    if (report?.state === 'Established') {
      done.add(key)
      said.delete(key)
    } else said.set(key, describe(report, reports))
  }
}

const peerAt = (session: Session, node: string): string | undefined =>
  session.ends.some((end) => end.node === node)
    ? session.ends.find((end) => end.node !== node)?.address
    : undefined

const describe = (
  report: SessionReport | undefined,
  reports: readonly SessionReport[] | string,
): string => {
  if (typeof reports === 'string') return reports
  if (!report) return 'the router does not know this neighbour'
  return report.lastReset ? `${report.state}, last reset: ${report.lastReset}` : report.state
}

const notReady = (
  waiting: readonly Session[],
  said: ReadonlyMap<string, string>,
  timeoutMs: number,
): TimeoutError => {
  const lines = waiting.flatMap((session) =>
    session.ends.map(({ node }) => endKey(session, node)).filter((key) => said.has(key)),
  )
  return new TimeoutError(
    `${waiting.length} sessions are not Established after ${Math.round(timeoutMs / 1000)} s`,
    {
      seen: lines.map((key) => `${key}: ${said.get(key)}`),
      hint: 'chaoslemur logs LAB NODE shows what a router says; --timeout waits longer',
    },
  )
}

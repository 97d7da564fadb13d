/** Asks the routers for what they believe, and says how it differs from what was predicted. */
import { createHash } from 'node:crypto'
import { explain, TimeoutError } from '../lib/errors.ts'
import { mapLimit } from '../lib/map-limit.ts'
import type { Impairment } from '../model/impairment.ts'
import type { RouteReport, SessionReport, Testbed } from '../model/testbed.ts'
import type { NodeName, Session, Topology } from '../model/topology.ts'
import { isDown, sidesOf } from './session-side.ts'

/** The prediction for one impairment, as a question: how does the table of this node differ from it? */
export type Predict = (impairment: Impairment) => Differences
export type Differences = (node: NodeName, routes: readonly RouteReport[]) => readonly string[]

export interface Found {
  readonly differences: readonly string[]
  /** A router did not answer in time: it may be as predicted, so that nothing is known of it. */
  readonly unanswered: boolean
}

export interface Tables extends Found {
  /** The same for the same tables. */
  readonly hash: string
}

/** The tables of all nodes that can be asked, against the prediction. */
export const askTables = async (
  testbed: Testbed,
  impairment: Impairment,
  predict: Predict,
  signal: AbortSignal,
): Promise<Tables> => {
  const differ = predict(impairment)
  const answers = await mapLimit(asked(testbed.topology, impairment), AT_ONCE, async (node) => {
    const told = await answer(() => testbed.routes(node, signal), signal)
    return 'value' in told
      ? { text: tableText(node, told.value), ...answered(differ(node, told.value)) }
      : { text: `${node} ?`, ...unasked(`${node} cannot be asked`, told) }
  })
  return {
    ...together(answers),
    hash: createHash('sha256')
      .update(answers.map(({ text }) => text).join('\n'))
      .digest('hex'),
  }
}

/**
 * The sessions that should be Established and are not, each as a sentence. Whether an iBGP session
 * can stand on some detour is for the tables to tell: while something is down, only eBGP is asked for.
 */
export const askSessions = async (
  testbed: Testbed,
  impairment: Impairment,
  signal: AbortSignal,
): Promise<Found> => {
  const { topology } = testbed
  const { nodesDown, linksDown, sessionsDown, opaque } = impairment
  // Without its rib daemon a router has the ways inside its AS that it had, or none.
  const whole = nodesDown.size + linksDown.size + sessionsDown.size + opaque.size === 0
  const sessions = topology.sessions.filter(
    (session) => !isDown(session, impairment) && (whole || session.type === 'ebgp'),
  )
  const answers = await mapLimit(asked(topology, impairment), AT_ONCE, async (node) => {
    const told = await answer(() => testbed.sessions(node, signal), signal)
    return 'value' in told
      ? answered(notEstablished(sessions, node, told.value))
      : unasked(`${node} cannot be asked for its sessions`, told)
  })
  return together(answers)
}

/** Each question may be a process in a container. */
const AT_ONCE = 8

const asked = ({ nodes }: Topology, { nodesDown, opaque }: Impairment): readonly NodeName[] =>
  nodes.map(({ name }) => name).filter((name) => !nodesDown.has(name) && !opaque.has(name))

type Told<T> = { readonly value: T } | Silence

interface Silence {
  readonly why: string
  readonly late: boolean
}

/** A router that does not answer is a finding, not the end of the run; an abort is. */
const answer = async <T>(ask: () => Promise<T>, signal: AbortSignal): Promise<Told<T>> => {
  try {
    return { value: await ask() }
  } catch (error) {
    signal.throwIfAborted()
    return { why: explain(error), late: error instanceof TimeoutError }
  }
}

const answered = (differences: readonly string[]): Found => ({ differences, unanswered: false })

const unasked = (what: string, { why, late }: Silence): Found => ({
  differences: [`${what}: ${why}`],
  unanswered: late,
})

const together = (answers: readonly Found[]): Found => ({
  differences: answers.flatMap(({ differences }) => differences),
  unanswered: answers.some(({ unanswered }) => unanswered),
})

const notEstablished = (
  sessions: readonly Session[],
  node: NodeName,
  reports: readonly SessionReport[],
): readonly string[] =>
  sessions.flatMap(sidesOf).flatMap((side) => {
    if (side.node !== node) return []
    const state = reports.find(({ peerAddress }) => peerAddress === side.peer.address)?.state
    if (state === 'Established') return []
    const what = state ? `is ${state}` : 'is unknown to it'
    return [`${node}: the session with ${side.peer.node} (${side.peer.address}) ${what}`]
  })

const tableText = (node: NodeName, routes: readonly RouteReport[]): string =>
  [
    node,
    ...routes.map(({ prefix, nextHop, asPath }) => `${prefix} ${nextHop} ${asPath}`).sort(),
  ].join('\n')

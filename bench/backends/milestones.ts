import type { Observation } from '../../src/model/observation.ts'
import type { Topology } from '../../src/model/topology.ts'
import { type SessionChange, sessionChanges } from './session-changes.ts'
import type { Milestone, Span } from './story.ts'

/** Of the observations of a whole iteration, those of the span; `observations` by time. */
export const milestonesOf = (
  span: Span,
  observations: readonly Observation[],
): readonly Milestone[] => {
  const seen = observations.filter(({ at }) => at >= span.fromAt && at < span.untilAt)
  const changes = sessionChanges(span.topology, observations).filter(
    ({ at }) => at >= span.fromAt && at < span.untilAt,
  )
  const sessions = changes.map((change) => milestoneOf(change, span.topology))
  const routes = bounds('UPDATE', seen.filter(isRouteUpdate), sessions)
  const tables = bounds('kernel route', seen.filter(isTableChange), sessions)
  const all = [
    ...withoutRepeats(seen.flatMap(placeChange)),
    ...firstChange(sessions),
    ...sessions,
    ...routes,
    ...tables,
    ...settling(span),
  ]
  return numbered(all)
    .map((milestone) => ({ ...milestone, at: milestone.at - span.fromAt }))
    .toSorted((a, b) => a.at - b.at)
}

/** What one daemon does at once another may do so much later: scheduling, reading back, time stamps. */
export const MARGIN_MS = 500

const placeChange = (event: Observation): Milestone[] => {
  const plain = { at: event.at, causes: [], spreadMs: MARGIN_MS }
  if (event.type === 'interface-changed')
    return [{ name: `${event.node}: ${event.link} ${event.up ? 'up' : 'down'}`, ...plain }]
  if (event.type === 'node-changed')
    return [{ name: `${event.node}: ${event.running ? 'running' : 'not running'}`, ...plain }]
  return []
}

/** A kernel may tell twice that an interface is up: by its operator, and with its carrier. */
const withoutRepeats = (milestones: readonly Milestone[]): readonly Milestone[] => {
  const last = new Map<string, string>()
  return milestones.filter(({ name }) => {
    const place = name.replace(/ (up|down|running|not running)$/, '')
    const isNew = last.get(place) !== name
    last.set(place, name)
    return isNew
  })
}

/**
 * The hold timer runs from the last KEEPALIVE, which was sent at any time within its interval; a
 * session is tried again at any time within the connect retry interval.
 */
const milestoneOf = (change: SessionChange, { nodes }: Topology): Milestone => {
  const { at, name, causes } = change
  const timers = nodes.find(({ name: node }) => node === change.node)?.timers
  const waitMs = change.type === 'up' ? timers?.connectRetryMs : timers?.keepaliveMs
  return { name, at, causes, spreadMs: (waitMs ?? 0) + MARGIN_MS }
}

/** The first and the last of many: which router tells which one first is chance. */
const bounds = (
  what: string,
  events: readonly { readonly at: number }[],
  sessions: readonly Milestone[],
): Milestone[] => {
  const first = events[0]
  const last = events.at(-1)
  if (!first || !last) return []
  const spreadMs = Math.max(MARGIN_MS, ...sessions.map((session) => session.spreadMs))
  const causes = [FIRST_CHANGE]
  return [
    { name: `first ${what}`, at: first.at, causes, spreadMs },
    { name: `last ${what}`, at: last.at, causes: [`first ${what}`], spreadMs },
  ]
}

const FIRST_CHANGE = 'first session change'

/** Which of the sessions it is may be chance. */
const firstChange = (sessions: readonly Milestone[]): Milestone[] => {
  const [first] = sessions
  return first ? [{ ...first, name: FIRST_CHANGE, causes: [] }] : []
}

const settling = ({ settledAt, untilAt }: Span): Milestone[] => {
  if (settledAt === undefined || settledAt > untilAt) return []
  const causes = ['last UPDATE', 'last kernel route']
  return [{ name: 'settled', at: settledAt, causes, spreadMs: Number.POSITIVE_INFINITY }]
}

/** An End-of-RIB marker (RFC 4724 section 2) changes no route. */
const isRouteUpdate = (event: Observation): boolean =>
  event.type === 'update-received' && event.announced.length + event.withdrawn.length > 0

const KERNELS_OWN = ['kernel', 'boot', 'redirect', 'ra', 'connected']

const isTableChange = (event: Observation): boolean =>
  event.type === 'fib-changed' && !KERNELS_OWN.includes(event.protocol)

/** What happens again is something else. */
const numbered = (milestones: readonly Milestone[]): readonly Milestone[] => {
  const counts = new Map<string, number>()
  return milestones.map((milestone) => {
    const count = (counts.get(milestone.name) ?? 0) + 1
    counts.set(milestone.name, count)
    return count === 1 ? milestone : { ...milestone, name: `${milestone.name} (${count})` }
  })
}

/**
 * The settle horizon: how long a network that looks quiet may still have to react. A silent fault
 * shows nothing until a hold timer fires, and a healed link nothing until a session is tried again;
 * the horizon ends early once every side that must notice has noticed.
 */
import type { Impairment } from '../model/impairment.ts'
import type { Session, Topology } from '../model/topology.ts'
import { isDown, type SessionSide, sidesOf } from './session-side.ts'
import type { Watch } from './watch.ts'

/** The moment before which no quiet counts; it moves while a fault is noticed. */
export type Horizon = () => number

export interface Happened {
  readonly topology: Topology
  readonly watch: Watch
  /** Nodes whose reaction counts as detection. */
  readonly adjacent: readonly string[]
  readonly before: Impairment
  readonly after: Impairment
  /** When it was verified. */
  readonly at: number
  readonly silentForMs: number
}

/** After an injection: the silence that the fault can keep, or the detection on all adjacent sides. */
export const injectionHorizon = (happened: Happened): Horizon => {
  const { watch, at, before, after } = happened
  const lost = sidesThat(happened, (session) => isDown(session, after) && !isDown(session, before))
  return horizon(
    happened,
    () => lost.length > 0 && lost.every((side) => watch.wentDownSince(side, at)),
  )
}

/** After the reversion of what was injected at `injectedAt`: where nobody had noticed, a hold timer may still fire. */
export const reversionHorizon = (happened: Happened, injectedAt: number): Horizon => {
  const { watch, before, after } = happened
  const back = sidesThat(happened, (session) => isDown(session, before) && !isDown(session, after))
  return horizon(happened, () => back.every((side) => watch.wentDownSince(side, injectedAt)))
}

/**
 * A session that should be up and is not is waited for: one connect retry long, and as long as it has
 * been down. A handshake that broke off is repeated by TCP after waits that grow with the silence.
 * Who still believes in a session that cannot stand has a hold timer left: another fault may have
 * swallowed the last words of a router that does not stay silent by itself.
 */
const horizon = (happened: Happened, noticed: () => boolean): Horizon => {
  const { watch, at, silentForMs, after } = happened
  const expected = sidesThat(happened, (session) => !isDown(session, after))
  const hopeless = sidesThat(happened, (session) => endsWithWords(session, after))
  const longestMs = Math.max(timerMs(happened, 'connectRetryMs', happened.adjacent), silentForMs)
  return () => {
    const down = expected.filter((side) => !watch.isUp(side))
    if (down.length > 0) {
      const silentMs = Math.max(...down.map((side) => at - (watch.downAt(side) ?? at)))
      return at + Math.max(longestMs, Math.min(silentMs, LONGEST_RTO_MS)) + MARGIN_MS
    }
    const deceived = hopeless.filter((side) => watch.isUp(side)).map(({ node }) => node)
    if (deceived.length > 0)
      return at + Math.max(silentForMs, timerMs(happened, 'holdMs', deceived)) + MARGIN_MS
    return noticed() ? at : at + silentForMs + MARGIN_MS
  }
}

/** Linux, TCP_RTO_MAX; RFC 6298 section 5.5 doubles the time up to such a limit. */
const LONGEST_RTO_MS = 120_000

/** Reports of the routers reach us late by less than this. */
const MARGIN_MS = 1_000

const sidesThat = (
  { topology, adjacent, after }: Happened,
  holds: (session: Session) => boolean,
): readonly SessionSide[] =>
  topology.sessions
    .filter(holds)
    .flatMap(sidesOf)
    .filter(({ node }) => adjacent.includes(node))
    .filter(({ node }) => !after.nodesDown.has(node) && !after.opaque.has(node))

/** Its end is told by a router or a kernel, not by an interface or a timer. */
const endsWithWords = (session: Session, impairment: Impairment): boolean =>
  isDown(session, { ...impairment, linksDown: new Set() })

/** The longest of these nodes. */
const timerMs = (
  { topology }: Happened,
  timer: 'connectRetryMs' | 'holdMs',
  nodes: readonly string[],
): number =>
  Math.max(
    0,
    ...topology.nodes.filter(({ name }) => nodes.includes(name)).map(({ timers }) => timers[timer]),
  )

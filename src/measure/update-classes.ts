/**
 * What each route told in an UPDATE was to the session side that received it: new, other than the one
 * before, or the same again (RFC 4098 section 6.1, after Labovitz et al., Internet Routing Instability).
 */
import type { Observation } from '../model/observation.ts'
import type { Iteration } from './iteration.ts'
import { isRestored } from './restored.ts'
import type { UpdateReceived } from './route-updates.ts'

/**
 * `aadiff`, `aadup`: an announcement in place of one that held, with other or the same path attributes.
 * `wadiff`, `wadup`: an announcement after a withdrawal, of another route than before it or of the same.
 * `withdrawn`: of a route that held. `wwdup`: of one that did not. `new`: the first announcement of
 * the session. `unknown`: what was told before was not observed.
 */
export type UpdateClass =
  | 'new'
  | 'aadiff'
  | 'aadup'
  | 'wadiff'
  | 'wadup'
  | 'withdrawn'
  | 'wwdup'
  | 'unknown'

/** The class of each prefix of each UPDATE: first those withdrawn, then those announced. */
export type Classes = ReadonlyMap<Observation, readonly UpdateClass[]>

export const classesIn = (iterations: readonly Iteration[]): Classes => {
  const classes = known.get(iterations) ?? classify(iterations)
  known.set(iterations, classes)
  return classes
}

/** Several measurements look at the same run. */
const known = new WeakMap<readonly Iteration[], Classes>()

interface Session {
  /** Its beginning was seen: what was not told since does not hold. */
  readonly isWhole: boolean
  readonly routes: Map<string, Route>
}

interface Route {
  /** That of the last announcement, whether it holds or not; undefined when there was none. */
  readonly identity: string | undefined
  readonly holds: boolean
}

/** By node and address of the sender. */
type Sessions = Map<string, Session>

/** The routers keep their sessions from one iteration to the next, unless an OPEN says otherwise. */
const classify = (iterations: readonly Iteration[]): Classes => {
  const classes = new Map<Observation, readonly UpdateClass[]>()
  let sessions: Sessions = new Map()
  for (const iteration of iterations) {
    const begin = isRestored(iteration) ? withWhatHeld(sessions, iteration) : sessions
    sessions = play(begin, iteration, (event, told) => classes.set(event, told))
  }
  return classes
}

/** What is not known of the beginning is as at the end. */
const withWhatHeld = (sessions: Sessions, iteration: Iteration): Sessions => {
  const begin = copyOf(sessions)
  for (const [side, { routes }] of play(sessions, iteration)) {
    const own = begin.get(side) ?? { isWhole: false, routes: new Map() }
    begin.set(side, own)
    if (!own.isWhole)
      for (const [prefix, route] of routes)
        if (!own.routes.has(prefix)) own.routes.set(prefix, route.holds ? route : NONE)
  }
  return begin
}

const NONE: Route = { identity: undefined, holds: false }

const copyOf = (sessions: Sessions): Sessions =>
  new Map(
    [...sessions].map(([side, { isWhole, routes }]) => [
      side,
      { isWhole, routes: new Map(routes) },
    ]),
  )

/** Gives the sessions after it. */
const play = (
  begin: Sessions,
  { observations }: Iteration,
  tell?: (event: UpdateReceived, classes: readonly UpdateClass[]) => void,
): Sessions => {
  const sessions = copyOf(begin)
  for (const event of observations) {
    if (event.type !== 'open-received' && event.type !== 'update-received') continue
    const side = `${event.node} ${event.from}`
    const session = sessions.get(side) ?? { isWhole: false, routes: new Map() }
    sessions.set(
      side,
      event.type === 'open-received' ? { isWhole: true, routes: new Map() } : session,
    )
    if (event.type === 'update-received') {
      const classes = classesOf(event, session)
      tell?.(event, classes)
    }
  }
  return sessions
}

const classesOf = (event: UpdateReceived, session: Session): readonly UpdateClass[] => [
  ...event.withdrawn.map((prefix) => withdraw(session, prefix)),
  ...event.announced.map((prefix) => announce(session, prefix, identityOf(event))),
]

/** Journals without a digest have what the authors of the classes went by: path and next hop. */
const identityOf = ({ digest, asPath, nextHop }: UpdateReceived): string =>
  digest ?? `${nextHop} ${asPath.join(' ')}`

const withdraw = ({ isWhole, routes }: Session, prefix: string): UpdateClass => {
  const before = routes.get(prefix)
  const unseen = isWhole ? undefined : UNSEEN
  routes.set(prefix, { identity: before ? before.identity : unseen, holds: false })
  if (before) return before.holds ? 'withdrawn' : 'wwdup'
  return isWhole ? 'wwdup' : 'unknown'
}

const announce = ({ isWhole, routes }: Session, prefix: string, identity: string): UpdateClass => {
  const before = routes.get(prefix)
  routes.set(prefix, { identity, holds: true })
  if (before?.identity === UNSEEN || (!before && !isWhole)) return 'unknown'
  if (before?.identity === undefined) return 'new'
  if (before.holds) return before.identity === identity ? 'aadup' : 'aadiff'
  return before.identity === identity ? 'wadup' : 'wadiff'
}

/** Of a withdrawn route that was told before anybody listened. */
const UNSEEN = '?'

import type { FaultRecord, Iteration } from './iteration.ts'
import { eventsOf, type LoadRecord, perLoad } from './load-metric.ts'
import { sessionOf } from './session-of.ts'

/** A session that a fault cuts by itself was not lost to the load. */
export const loadSessionLosses = perLoad({
  name: 'load-session-losses',
  unit: 'count',
  summary:
    'Sessions that left Established while a load ran and that no fault had hit; its own too.',
  figure: (load, iteration) => {
    const lost = new Set(lostSessions(load, iteration))
    const own = eventsOf(load, 'load-ended').filter(({ outcome }) => outcome === 'session-lost')
    const by = Object.fromEntries([...lost].sort().map((session) => [session, 1]))
    return { value: lost.size + own.length, by: { ...by, ...(own.length > 0 && { [load.id]: 1 }) } }
  },
})

const lostSessions = (load: LoadRecord, iteration: Iteration): readonly string[] => {
  const from = load.events[0]?.at ?? Number.POSITIVE_INFINITY
  const until = eventsOf(load, 'load-ended')[0]?.at ?? iteration.endAt
  return iteration.observations.flatMap((event) => {
    if (event.type !== 'session-changed' || event.up) return []
    if (event.at < from || event.at > until) return []
    const session = sessionOf(event, iteration.started?.topology)
    return isHit(session, event.at, iteration) ? [] : [session]
  })
}

/** Is the session, its link or one of its routers the target of a fault that was active then? */
const isHit = (id: string, at: number, { faults, started, endAt }: Iteration): boolean => {
  const session = started?.topology.sessions.find((one) => one.id === id)
  const names = new Set([id, session?.link, ...(session?.ends.map(({ node }) => node) ?? [])])
  const isTarget = (on: string) =>
    names.has(on) || names.has(on.replace('->', '--')) || names.has(reversed(on))
  return [...faults.values()].some(
    (fault) =>
      at >= fault.startedAt && at <= overAt(fault, endAt) && fault.instance.on.some(isTarget),
  )
}

const reversed = (direction: string): string => direction.split('->').reverse().join('--')

/** Sessions fall also while the network settles after the heal: a router that comes back has none. */
const overAt = ({ injection, reversion }: FaultRecord, endAt: number): number =>
  reversion?.settled?.at ?? (reversion ? endAt : (injection?.settled?.at ?? endAt))

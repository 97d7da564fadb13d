import { notificationName } from '../bgp/notification.ts'
import { perWindow } from './metric.ts'
import { sessionOf } from './session-of.ts'
import { seenOf, type Window } from './window.ts'

/** How often sessions left Established. Both ends report it: the end that says so more often counts. */
export const sessionResets = perWindow({
  name: 'session-resets',
  unit: 'count',
  summary: 'Sessions that left Established, by reason.',
  figure: (window) => {
    const reports = [...reportsBySession(window).values()].map(fullerReport)
    const resets = reports.flat()
    return { value: resets.length, by: { ...count(resets), ...count(notifications(window)) } }
  },
})

/** For each session the reasons that each end gave. */
const reportsBySession = (window: Window): ReadonlyMap<string, Map<string, string[]>> => {
  const topology = window.iteration.started?.topology
  const sessions = new Map<string, Map<string, string[]>>()
  for (const event of seenOf(window, 'session-changed')) {
    if (event.up) continue
    const session = sessionOf(event, topology)
    const ends = sessions.get(session) ?? new Map<string, string[]>()
    ends.set(event.node, [...(ends.get(event.node) ?? []), event.reason || 'no reason given'])
    sessions.set(session, ends)
  }
  return sessions
}

const fullerReport = (ends: ReadonlyMap<string, readonly string[]>): readonly string[] =>
  [...ends.values()].reduce((most, reasons) => (reasons.length > most.length ? reasons : most), [])

const notifications = (window: Window): readonly string[] =>
  seenOf(window, 'notification-received').map(
    ({ code, subcode }) => `NOTIFICATION ${notificationName(code, subcode)}`,
  )

const count = (texts: readonly string[]): Record<string, number> => {
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  return Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

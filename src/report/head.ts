/** Under which conditions figures hold: they mean nothing without. */
import { formatDuration } from '../lib/duration.ts'
import type { Timers } from '../model/topology.ts'
import { type FinishedRun, headOf, timesPlayed } from './finished-run.ts'

/** Lines for the top of a report: plan, backend, seed, versions, timers. */
export const headLines = (run: Pick<FinishedRun, 'entries'>): readonly string[] => {
  const { plan, backend, seed, topology, versions, timers } = headOf(run)
  const count = timesPlayed(run)
  const times = count > 1 ? `, ${count} iterations` : ''
  const parts = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return [
    `${plan} on ${topology.name} (${topology.nodes.length} nodes, ${topology.links.length} links)`,
    `${backend}, seed ${seed}${times}${parts.length > 0 ? `; ${parts.join(', ')}` : ''}`,
    ...timerLines(timers),
  ]
}

/** One line for each set of timers in use, the most common one first. */
const timerLines = (timers: Readonly<Record<string, Timers>>): readonly string[] => {
  const users = new Map<string, string[]>()
  for (const [node, set] of Object.entries(timers)) {
    const text = timersText(set)
    users.set(text, [...(users.get(text) ?? []), node])
  }
  const sets = [...users].sort(([, a], [, b]) => b.length - a.length)
  return sets.map(([text, nodes], at) => `${text}${at === 0 ? '' : ` (${nodes.join(', ')})`}`)
}

const timersText = ({ keepaliveMs, holdMs, connectRetryMs, mraiMs, ibgpMraiMs }: Timers): string =>
  [
    ['keepalive', keepaliveMs] as const,
    ['hold', holdMs] as const,
    ['connect retry', connectRetryMs] as const,
    ['mrai', mraiMs] as const,
    ...(ibgpMraiMs === undefined ? [] : [['mrai of iBGP', ibgpMraiMs] as const]),
  ]
    .map(([name, ms]) => `${name} ${formatDuration(ms)}`)
    .join(', ')

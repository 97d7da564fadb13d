/** Under which conditions two runs were made, as far as these differ. */
import { formatDuration } from '../../lib/duration.ts'
import type { MeasurementsFile } from '../measurements-file.ts'

/** Why it means nothing to compare them. */
export const unlikeness = (a: MeasurementsFile, b: MeasurementsFile): readonly string[] => [
  ...changed('plan', a.plan, b.plan),
  ...changed('topology', a.topology, b.topology),
  ...changed('nodes', nodesOf(a), nodesOf(b)),
  ...[a, b].flatMap(({ verdict, reasons }, at) =>
    verdict === 'invalid' || verdict === 'aborted'
      ? [`run ${'AB'[at]} is ${verdict}: ${reasons[0] ?? 'no reason is given'}`]
      : [],
  ),
]

/** What else may be the cause of a difference. */
export const conditions = (a: MeasurementsFile, b: MeasurementsFile): readonly string[] => [
  ...changed('backend', a.backend, b.backend),
  ...changed('seed', String(a.seed), String(b.seed)),
  ...[...new Set([...Object.keys(a.versions), ...Object.keys(b.versions)])].flatMap((name) =>
    changed(`version of ${name}`, a.versions[name] ?? 'none', b.versions[name] ?? 'none'),
  ),
  ...timerChanges(a.timers, b.timers),
]

const changed = (what: string, a: string, b: string): readonly string[] =>
  a === b ? [] : [`${what}: ${a} -> ${b}`]

const nodesOf = ({ timers }: MeasurementsFile): string => Object.keys(timers).sort().join(', ')

type Timers = MeasurementsFile['timers']

const NAMES = [
  ['keepalive', 'keepaliveMs'],
  ['hold', 'holdMs'],
  ['connect retry', 'connectRetryMs'],
  ['mrai', 'mraiMs'],
  ['mrai of iBGP', 'ibgpMraiMs'],
] as const

/** One line for each change, with the nodes that have it. */
const timerChanges = (a: Timers, b: Timers): readonly string[] => {
  const nodes = Object.keys(a).filter((node) => Object.hasOwn(b, node))
  const users = new Map<string, string[]>()
  for (const node of nodes)
    for (const [name, key] of NAMES)
      for (const line of changed(name, text(a[node]?.[key]), text(b[node]?.[key])))
        users.set(line, [...(users.get(line) ?? []), node])
  return [...users].map(
    ([line, of]) => `${line} (${of.length === nodes.length ? 'all nodes' : of.join(', ')})`,
  )
}

const text = (ms: number | undefined): string => (ms === undefined ? 'none' : formatDuration(ms))

/** A router's whole log on the time line of the journal. No line is lost, understood or not. */
import { findKind } from '../kinds/index.ts'
import type { LogEvent } from '../model/kind.ts'
import type { NodeName } from '../model/topology.ts'
import { type DaemonLine, readDaemonLine } from './daemon-line.ts'
import { daemonWords } from './daemon-words.ts'
import type { Names } from './names.ts'
import { reasonWords } from './reason.ts'
import type { Told } from './told.ts'

export interface RouterLog {
  readonly node: NodeName
  /** Of the router, which says how its session changes are read. */
  readonly kind: string
  readonly lines: readonly string[]
}

/** Every line of a log, in its order; one without a time has that of the line before it. */
export const tellLog = (log: RouterLog, names: Names): readonly Told[] => {
  const read = lineTeller(log, names)
  return log.lines.map(read)
}

/** The same for lines as they come. */
export const lineTeller = (
  { node, kind }: Pick<RouterLog, 'node' | 'kind'>,
  names: Names,
): ((stamped: string) => Told) => {
  const readEvent = findKind(kind)?.logReader()
  let lastAt = Number.NEGATIVE_INFINITY
  return (stamped) => {
    const read = readDaemonLine(stamped)
    lastAt = read.at ?? lastAt
    const { daemon, severity, line } = read
    const own = { at: lastAt, who: node, node, line }
    const rest = { ...(daemon && { daemon }), ...(severity && { severity }) }
    const change = readEvent?.(line)
    return { ...own, ...rest, ...(change ? changed(change, names) : said(read, names)) }
  }
}

const said = (read: DaemonLine, names: Names): Pick<Told, 'topic' | 'words' | 'peer' | 'mood'> => ({
  topic: 'log',
  ...daemonWords(read, names),
})

const changed = (
  { peer: address, up, reason }: LogEvent,
  names: Names,
): Pick<Told, 'topic' | 'words' | 'peer' | 'mood'> => {
  const peer = names.of(address)
  const why = reasonWords(reason)
  const words = up
    ? `has a session with ${peer}`
    : `lost the session with ${peer}${why && `: ${why}`}`
  return { topic: 'session', peer, words, mood: up ? 'good' : 'bad' }
}

/**
 * The journal's session changes were read from these same lines: each is told once, with both of its
 * sources.
 */
export const withLogs = (journal: readonly Told[], logs: readonly Told[]): readonly Told[] => {
  const byKey = new Map<string, Told[]>()
  for (const line of logs)
    if (isChange(line)) byKey.set(keyOf(line), [...(byKey.get(keyOf(line)) ?? []), line])
  const used = new Set<Told>()
  const merged = journal.map((told) => {
    const source = isChange(told) ? byKey.get(keyOf(told))?.shift() : undefined
    if (!source) return told
    used.add(source)
    const { line, daemon } = source
    return { ...told, ...(line !== undefined && { line }), ...(daemon && { daemon }) }
  })
  return [...merged, ...logs.filter((line) => !used.has(line))].sort((a, b) => a.at - b.at)
}

const isChange = ({ topic, mood }: Told): boolean => topic === 'session' && mood !== undefined

const keyOf = ({ at, node, words }: Told): string => `${at.toFixed(3)} ${node} ${words}`

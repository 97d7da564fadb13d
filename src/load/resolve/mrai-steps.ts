/** An MRAI of milliseconds is nothing that every router software can be told. */
import { mraiStepMs } from '../../kinds/index.ts'
import { formatDuration } from '../../lib/duration.ts'
import type { TopologyFile } from '../topology-schema.ts'
import type { Path } from '../yaml-source.ts'
import type { FullNode } from './inherit.ts'
import type { Report } from './report.ts'

/** Looks where the value is written: one that many nodes inherit is one problem. */
export const checkMrai = (file: TopologyFile, nodes: readonly FullNode[], report: Report): void => {
  const places = new Map<string, Path>()
  for (const { path, name, kind, timers, groups } of nodes) {
    const stepMs = mraiStepMs(kind)
    if (timers.mraiMs % stepMs === 0) continue
    const own: Path[] = [path, ...groups.toReversed().map((group) => ['groups', group])]
    const where = own.find((at) => mraiAt(file, at) !== undefined) ?? ['defaults']
    if (places.has(where.join(' '))) continue
    places.set(where.join(' '), where)
    report(
      [...where, 'timers', 'mrai'],
      `${name} is of kind ${kind}, whose MRAI is in steps of ${formatDuration(stepMs)}`,
      { hint: `write multiples of ${formatDuration(stepMs)}, or kind: lemur` },
    )
  }
}

const mraiAt = (file: TopologyFile, path: Path): unknown =>
  [...path, 'timers', 'mrai'].reduce(
    (value: unknown, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    file,
  )

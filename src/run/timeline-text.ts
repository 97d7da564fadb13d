import { formatDuration } from '../lib/duration.ts'
import { renderTable } from '../lib/table.ts'
import type { Load } from '../model/load.ts'
import type { Activation, ActivationStart, Timeline } from '../model/timeline.ts'
import { loadRow } from './load-text.ts'

/** A timeline as a table for people: what breaks when, where and for how long. */
export const timelineText = (timeline: Timeline, load: readonly Load[] = []): string =>
  renderTable(
    [{ title: 'WHEN' }, { title: 'ID' }, { title: 'FAULT' }, { title: 'ON' }, { title: 'FOR' }],
    [
      ...load.map(loadRow),
      ...timeline.map((activation) => [
        startText(activation.start),
        activation.id,
        activation.fault,
        activation.on.join(', '),
        lengthText(activation),
      ]),
    ],
  )

const startText = (start: ActivationStart): string => {
  if (start.type === 'at') return `t0 + ${formatDuration(start.atMs)}`
  const delay = start.delayMs > 0 ? ` + ${formatDuration(start.delayMs)}` : ''
  return `after ${start.activations.join(', ')} ${start.event}${delay}`
}

const lengthText = ({ forMs, phases }: Activation): string => {
  if (forMs !== undefined) return formatDuration(forMs)
  const end = phases.at(-1)?.afterMs ?? 0
  return end > 0 ? formatDuration(end) : '-'
}

/** Several iterations: the spread of each figure, and how often the network settled how. */
import { type Column, renderTable } from '../lib/table.ts'
import type { Measurement } from '../model/measurement.ts'
import { entriesOf, type FinishedRun } from './finished-run.ts'
import { formatQuantity } from './quantity.ts'
import { isShown } from './shown.ts'
import { type Statistics, statisticsOf } from './statistics.ts'

export const statisticsTable = (run: FinishedRun): string =>
  [figureTable(run.measurements), outcomeTable(run)].filter((part) => part !== '').join('\n\n')

const right = (title: string): Column => ({ title, align: 'right' })

const figureTable = (measurements: readonly Measurement[]): string => {
  const columns = [{ title: 'step' }, { title: 'half' }, { title: 'figure' }, right('n')]
  const spread = (['min', 'mean', 'median', 'p95', 'max'] as const).map(right)
  const rows = statisticsOf(measurements.filter(({ name, instance }) => !instance || isShown(name)))
  return rows.length === 0 ? '' : renderTable([...columns, ...spread], rows.map(figureRow))
}

const figureRow = (row: Statistics): string[] => [
  row.step ?? '',
  row.half ?? '',
  row.name,
  row.missing > 0 ? `${row.n} (${row.missing} missing)` : String(row.n),
  ...[row.min, row.mean, row.median, row.p95, row.max].map((value) =>
    formatQuantity(value, row.unit),
  ),
]

const outcomeTable = (run: FinishedRun): string => {
  const counts = new Map<string, number>()
  for (const { instance, half, outcome } of entriesOf(run, 'settled')) {
    const key = [instance, half, outcome].join(' ')
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  if (counts.size === 0) return ''
  const columns = [{ title: 'step' }, { title: 'half' }, { title: 'outcome' }, right('times')]
  const rows = [...counts].map(([key, count]) => [...key.split(' '), String(count)])
  return renderTable(columns, rows)
}

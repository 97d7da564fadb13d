/** Several iterations: the spread of each figure, and how often the network settled how. */
import { type Column, renderTable } from '../lib/table.ts'
import type { Measurement } from '../model/measurement.ts'
import { entriesOf, type FinishedRun } from './finished-run.ts'
import { formatInterval, formatQuantity } from './quantity.ts'
import { isShown } from './shown.ts'
import { type Statistics, statisticsOf } from './statistics.ts'

export const statisticsTable = (run: FinishedRun): string =>
  [figureTable(run.measurements), outcomeTable(run)].filter((part) => part !== '').join('\n\n')

const right = (title: string): Column => ({ title, align: 'right' })

/** With the confidence interval of the mean, where there are iterations enough for one. */
const figureTable = (measurements: readonly Measurement[]): string => {
  const rows = statisticsOf(measurements.filter(({ name, instance }) => !instance || isShown(name)))
  if (rows.length === 0) return ''
  const titles = ['n', 'min', 'mean', 'median', 'p95', 'max']
  if (rows.some(({ intervals }) => intervals)) titles.splice(3, 0, '95 % of mean')
  const columns = [{ title: 'step' }, { title: 'half' }, { title: 'figure' }, ...titles.map(right)]
  return renderTable(
    columns,
    rows.map((row) => figureRow(row, titles)),
  )
}

const figureRow = (row: Statistics, titles: readonly string[]): string[] => {
  const quantity = (value: number | null) => formatQuantity(value, row.unit)
  const cells: Readonly<Record<string, string>> = {
    n: row.missing > 0 ? `${row.n} (${row.missing} missing)` : String(row.n),
    min: quantity(row.min),
    mean: quantity(row.mean),
    '95 % of mean': formatInterval(row.intervals?.mean, row.unit),
    median: quantity(row.median),
    p95: quantity(row.p95),
    max: quantity(row.max),
  }
  return [
    row.step ?? '',
    row.half ?? '',
    row.name,
    ...titles.map((title) => cells[title] as string),
  ]
}

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

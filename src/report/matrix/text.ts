/** A matrix for a terminal: the cells with their verdicts, then each key figure cell below cell. */
import { type Column, renderTable } from '../../lib/table.ts'
import { shortKey } from '../../model/matrix.ts'
import { formatInterval, formatQuantity } from '../quantity.ts'
import type { Statistics } from '../statistics.ts'
import { type FigureGroup, figureGroups } from './figure-groups.ts'
import { axesOf, type FinishedMatrix, type PlayedCell } from './finished-matrix.ts'

/** Lines without colours, ending in a line feed. */
export const renderMatrix = (matrix: FinishedMatrix): string => {
  const { plan, topology, backend, cells, folder, seed } = matrix
  const parts = [
    `${plan} on ${topology} (${backend}, seed ${seed}): ${cells.length} cells`,
    figureTable(matrix),
    cellTable(matrix),
    reasonLines(cells).join('\n'),
    `folder of the matrix: ${folder}\nreport: ${folder}/matrix.html`,
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

const cellTable = (matrix: FinishedMatrix): string =>
  renderTable(
    [
      ...axesOf(matrix).map((key) => ({ title: shortKey(key) })),
      { title: 'verdict' },
      { title: 'repeats', align: 'right' },
      { title: 'run folder' },
    ],
    matrix.cells.map(({ settings, verdict, iterations, folder }) => [
      ...Object.values(settings).map(String),
      verdict,
      String(iterations),
      folder ?? '-',
    ]),
  )

const reasonLines = (cells: readonly PlayedCell[]): readonly string[] =>
  cells.flatMap(({ name, reasons }) => reasons.map((reason) => `${name}: ${reason}`))

const figureTable = (matrix: FinishedMatrix): string => {
  const groups = figureGroups(matrix)
  if (groups.length === 0) return ''
  const withIntervals = groups.some(({ rows }) => rows.some((row) => row.statistics.intervals))
  const columns: Column[] = [
    { title: 'step' },
    { title: 'half' },
    { title: 'figure' },
    ...axesOf(matrix).map((key) => ({ title: shortKey(key) })),
    ...figureTitles(withIntervals).map((title) => ({ title, align: 'right' as const })),
  ]
  return renderTable(
    columns,
    groups.flatMap((group) => rowsOf(group, withIntervals)),
  )
}

const figureTitles = (withIntervals: boolean): readonly string[] => [
  'n',
  'mean',
  ...(withIntervals ? ['95 % of mean'] : []),
  'median',
  'p95',
  'max',
]

/** What the rows of one figure share is written once. */
const rowsOf = ({ name, step = '', half = '', rows }: FigureGroup, withIntervals: boolean) =>
  rows.map(({ cell, statistics }, at) => [
    ...(at === 0 ? [step, half, name] : ['', '', '']),
    ...Object.values(cell.settings).map(String),
    ...figures(statistics, withIntervals),
  ])

const figures = (row: Statistics, withIntervals: boolean): readonly string[] => {
  const quantity = (value: number | null) => formatQuantity(value, row.unit)
  return [
    row.missing > 0 ? `${row.n} (${row.missing} missing)` : String(row.n),
    quantity(row.mean),
    ...(withIntervals ? [formatInterval(row.intervals?.mean, row.unit)] : []),
    quantity(row.median),
    quantity(row.p95),
    quantity(row.max),
  ]
}

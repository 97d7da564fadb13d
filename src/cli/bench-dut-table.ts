import type { DutFigures, DutRecord } from '../dut/bench/record.ts'
import { foreignShare } from '../dut/bench/trust.ts'
import { type Column, renderTable } from '../lib/table.ts'
import { formatMs } from '../report/quantity.ts'

type Cell = readonly [title: string, value: (figures: DutFigures) => string]

const CELLS: readonly Cell[] = [
  ['SESSIONS', ({ establishedMs }) => formatMs(establishedMs)],
  ['FIRST ROUTE', ({ firstRouteMs }) => formatMs(firstRouteMs)],
  ['ALL ROUTES', ({ allRoutesMs }) => formatMs(allRoutesMs)],
  ['ROUTES/S', ({ routesPerS }) => Math.round(routesPerS).toLocaleString('en')],
  ['CPU', ({ dutCpuUserMs, dutCpuSystemMs }) => seconds(dutCpuUserMs + dutCpuSystemMs)],
  ['MEMORY', ({ dutPeakBytes }) => `${Math.round(dutPeakBytes / 2 ** 20)} MiB`],
  ['GEN SEND', ({ sendMs }) => formatMs(sendMs)],
  ['BLOCKED', ({ blockedMs }) => formatMs(blockedMs)],
  ['GEN CPU', ({ generatorCpuMs }) => seconds(generatorCpuMs)],
  ['OTHERS', (figures) => `${Math.round(foreignShare(figures) * 100)}%`],
]

const COLUMNS: readonly Column[] = [
  { title: 'DAEMON' },
  ...CELLS.map(([title]) => ({ title, align: 'right' as const })),
  { title: 'TRUST' },
]

export const dutColumns: readonly string[] = COLUMNS.map(({ title }) => title)

/** One row a device: the median of its runs. What cannot be trusted, and why, is in the last column. */
export const dutTable = (records: readonly DutRecord[]): string =>
  [renderTable(COLUMNS, records.map(rowOf)), ...records.flatMap(reasonsOf)].join('\n')

const rowOf = ({ dut, version, median, flags }: DutRecord): readonly string[] => [
  `${dut} ${version}`.trim(),
  ...CELLS.map(([, value]) => (median ? value(median) : '-')),
  flags.length === 0 ? 'yes' : `NO: ${flags.join(', ')}`,
]

const reasonsOf = ({ dut, runs }: DutRecord): readonly string[] =>
  runs.flatMap(({ reason }, index) => (reason ? [`${dut}, run ${index + 1}: ${reason}`] : []))

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`

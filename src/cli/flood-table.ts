/** The tables at the end of a flood: every burst, then the spread over those that were repeated. */
import type { Burst, CanaryFigures } from '../flood/burst.ts'
import type { FloodRecord, Statistics } from '../flood/record.ts'
import type { Spread } from '../flood/statistics.ts'
import { nameOf } from '../flood/summary.ts'
import { type Column, renderTable } from '../lib/table.ts'
import { digits, formatCount, formatTime } from './flood-figures.ts'

export const floodTable = (record: FloodRecord): string =>
  [
    burstTable(record.bursts),
    statisticsTable(record.statistics),
    usageTable(record.bursts),
    endLine(record),
  ]
    .filter((part) => part !== '')
    .join('\n\n')

const right = (title: string): Column => ({ title, align: 'right' })

/** So many round trips of `func` say nothing one by one: the statistics have them. */
const MOST_ROUND_TRIPS = 20

const burstTable = (all: readonly Burst[]): string => {
  const trips = all.filter(({ kind }) => kind === 'function').length
  const shown = all.filter(
    ({ kind, outcome }) =>
      trips <= MOST_ROUND_TRIPS || kind !== 'function' || outcome !== 'complete',
  )
  if (shown.length === 0) return ''
  const columns = [
    { title: 'transfer' },
    { title: 'sources' },
    ...['UPDATEs', 'prefixes', 'sent', 'first', 'complete'].map(right),
    ...['UPDATEs/s', 'prefixes/s', 'MB/s', 'missing', 'canaries'].map(right),
    { title: 'outcome' },
  ]
  return renderTable(columns, shown.map(burstRow))
}

const burstRow = (burst: Burst): readonly string[] => [
  `${nameOf(burst)}${burst.cold && burst.kind !== 'conditioning' ? ' (cold)' : ''}`,
  burst.sources,
  formatCount(burst.updatesSent),
  formatCount(burst.expectedPrefixes),
  formatTime(burst.sendMs),
  formatTime(burst.firstUpdateMs),
  formatTime(burst.completeMs),
  formatCount(burst.updatesPerS),
  formatCount(burst.prefixesPerS),
  burst.megabytesPerS === null ? '-' : digits(burst.megabytesPerS),
  String(burst.missingPrefixes),
  canaryCell([...burst.head, ...burst.tail]),
  burst.outcome,
]

/** `4 of 4`: seen, sent. */
const canaryCell = (canaries: readonly CanaryFigures[]): string => {
  if (canaries.length === 0) return '-'
  return `${canaries.filter(({ seenMs }) => seenMs !== null).length} of ${canaries.length}`
}

const SHOWN = [
  ['complete', 'completeMs', formatTime],
  ['first UPDATE', 'firstUpdateMs', formatTime],
  ['sent', 'sendMs', formatTime],
  ['UPDATEs/s', 'updatesPerS', formatCount],
  ['prefixes/s', 'prefixesPerS', formatCount],
  ['MB/s', 'megabytesPerS', digits],
] as const

const SPREAD = ['mean', 'min', 'median', 'p90', 'p95', 'p99', 'max', 'sd'] as const

const statisticsTable = (statistics: readonly Statistics[]): string => {
  const rows = statistics.flatMap(({ kind, sources, figures }) =>
    SHOWN.flatMap(([title, figure, format]) => {
      const spread = figures[figure]
      return spread ? [[`${kind}, ${sources}`, title, ...spreadCells(spread, format)]] : []
    }),
  )
  if (rows.length === 0) return ''
  const columns = [{ title: 'over the repeats' }, { title: 'figure' }, right('n')]
  return renderTable([...columns, ...SPREAD.map(right)], rows)
}

const spreadCells = (spread: Spread, format: (value: number) => string): readonly string[] => [
  spread.missing > 0 ? `${spread.n} (${spread.missing} missing)` : String(spread.n),
  ...SPREAD.map((name) => format(spread[name])),
]

const usageTable = (bursts: readonly Burst[]): string => {
  const rows = bursts.flatMap((burst) => {
    const { usage } = burst
    if (!usage) return []
    const cpuMs = usage.userMs + usage.systemMs
    return [
      [
        nameOf(burst),
        usage.processes.join(', '),
        formatTime(cpuMs),
        usage.elapsedMs > 0 ? `${digits((cpuMs / usage.elapsedMs) * 100)} %` : '-',
        `${digits(usage.residentBytes / 1e6)} MB`,
        `${digits(usage.peakResidentBytes / 1e6)} MB`,
        formatTime(usage.ownMs),
      ],
    ]
  })
  if (rows.length === 0) return ''
  const columns = [{ title: 'used by the device' }, { title: 'processes' }]
  return renderTable(
    [...columns, ...['CPU', 'of one CPU', 'memory', 'peak', 'CPU of chaoslemur'].map(right)],
    rows,
  )
}

const endLine = ({ outcome, mode, bursts }: FloodRecord): string => {
  const count = bursts.length === 1 ? '1 transfer' : `${bursts.length} transfers`
  return `mode ${mode}, ${count}: ${outcome}`
}

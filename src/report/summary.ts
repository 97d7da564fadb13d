/** The end of a run, for a terminal: what each fault did to the network, the assertions, the verdict. */
import { renderTable } from '../lib/table.ts'
import type { Half } from '../model/event.ts'
import type { Measurement } from '../model/measurement.ts'
import { controlText } from './control.ts'
import { type Entry, entriesOf, type FinishedRun, HALVES, timesPlayed } from './finished-run.ts'
import { headLines } from './head.ts'
import { hostLine } from './host.ts'
import { formatQuantity } from './quantity.ts'
import { isShown, type Shown } from './shown.ts'
import { statisticsTable } from './statistics-table.ts'

/** Lines without colours, ending in a line feed. */
export const renderSummary = (run: FinishedRun): string => {
  const single = timesPlayed(run) <= 1
  const sections = [
    [...headLines(run), ...hostLine(run)].join('\n'),
    single ? faultTable(run) : statisticsTable(run),
    controlText(run),
    noteLines(run).join('\n'),
    assertionTable(run),
    verdictLines(run).join('\n'),
  ]
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`
}

const COLUMNS = [
  { title: 'step' },
  { title: 'fault' },
  { title: 'half' },
  { title: 'detection', align: 'right' },
  { title: 'control plane', align: 'right' },
  { title: 'FIB', align: 'right' },
  { title: 'loss (max)', align: 'right' },
  { title: 'updates', align: 'right' },
  { title: 'outcome' },
] as const

/** A row for each half of each fault, in the order of their starts. */
const faultTable = (run: FinishedRun): string => {
  const started = entriesOf(run, 'fault-started')
  if (started.length === 0) return ''
  const rows = started.flatMap((fault) =>
    HALVES.filter((half) => took(run, fault.id, half)).map((half) => faultRow(run, fault, half)),
  )
  return renderTable(COLUMNS, rows)
}

/** A moment has no reversion, and an aborted run has none that was measured. */
const took = ({ entries }: FinishedRun, instance: string, half: Half): boolean =>
  half === 'injection' ||
  entries.some(
    (entry) =>
      (entry.type === 'settled' || entry.type === 'fault-unverified') &&
      entry.instance === instance &&
      entry.half === half,
  )

const faultRow = (run: FinishedRun, fault: Entry<'fault-started'>, half: Half): string[] => {
  const find = (name: Shown) =>
    run.measurements.find(
      (measurement) =>
        measurement.name === name && measurement.instance === fault.id && measurement.half === half,
    )
  return [
    half === 'injection' ? fault.id : '',
    half === 'injection' ? `${fault.fault} ${targetsText(fault.on)}` : '',
    half,
    headline(find('detection')),
    headline(find('convergence')),
    headline(find('fib-convergence')),
    worst(find('loss-of-connectivity')),
    headline(find('updates')),
    outcomeText(run, fault.id, half),
  ]
}

/** A partition can have many targets. */
const targetsText = (on: readonly string[]): string =>
  on.length <= 3 ? on.join(', ') : `${on.slice(0, 2).join(', ')} and ${on.length - 2} more`

const headline = (measurement: Measurement | undefined): string =>
  measurement ? formatQuantity(measurement.value, measurement.unit) : '-'

const worst = (measurement: Measurement | undefined): string => {
  if (!measurement || measurement.samples.length === 0) return headline(measurement)
  return formatQuantity(Math.max(...measurement.samples), measurement.unit)
}

const outcomeText = (run: FinishedRun, instance: string, half: Half): string => {
  const isMine = (entry: Entry<'settled' | 'fault-unverified'>) =>
    entry.instance === instance && entry.half === half
  if (entriesOf(run, 'fault-unverified').some(isMine)) return 'not verified'
  const settled = entriesOf(run, 'settled').find(isMine)
  if (!settled) return '-'
  return settled.note ? `${settled.outcome} (${settled.note})` : settled.outcome
}

/** Why a figure is missing, and what was left out. The same in several iterations is said once. */
const noteLines = (run: FinishedRun): readonly string[] => {
  const counts = new Map<string, number>()
  for (const { name, instance, half, value, note } of run.measurements) {
    if (value !== null || note === undefined || !isShown(name)) continue
    const line = `no ${name} (${[instance, half].filter(Boolean).join(', ')}): ${note}`
    counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  const notes = [...counts].map(([line, count]) => (count > 1 ? `${line} (${count} times)` : line))
  const skipped = entriesOf(run, 'step-skipped').map(
    ({ step, reason }) => `skipped ${step}: ${reason}`,
  )
  return [...new Set([...skipped, ...notes])]
}

const assertionTable = (run: FinishedRun): string => {
  const judged = new Map(entriesOf(run, 'assertion-judged').map((entry) => [entry.text, entry]))
  if (run.assertions.length === 0) return ''
  const rows = run.assertions.map((text) => {
    const judgement = judged.get(text)
    if (!judgement) return ['-', text, 'not judged']
    return [judgement.passed ? 'passed' : 'FAILED', text, judgement.got]
  })
  return renderTable([{ title: 'assertion' }, { title: '' }, { title: 'got' }], rows)
}

const verdictLines = (run: FinishedRun): readonly string[] => {
  const { result, folder } = run
  const doubts = new Set(entriesOf(run, 'doubted').map(({ reason }) => reason))
  return [
    `verdict: ${result.verdict}`,
    ...result.reasons.map((reason) => `  ${reason}`),
    ...[...doubts].map((doubt) => `  doubtful: ${doubt}`),
    ...(folder === undefined ? [] : [`run folder: ${folder}`]),
  ]
}

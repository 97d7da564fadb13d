/** Results in the layout of RFC 7747 section 6: what was tested, with which parameters, and what came out. */
import type { FaultInstance } from '../../model/event.ts'
import { entriesOf } from '../finished-run.ts'
import { formatInterval, formatQuantity } from '../quantity.ts'
import type { Statistics } from '../statistics.ts'
import { type Html, html, type Part } from './html.ts'
import { parameterRows } from './parameters.ts'
import type { Section } from './section.ts'
import type { Story } from './story.ts'
import { fold, table } from './table.ts'

export const faults: Section = {
  id: 'faults',
  title: 'Results per fault',
  render: (story) => {
    const steps = stepsOf(story)
    if (steps.length === 0) return undefined
    return html`<p>The layout follows the reporting format of RFC 7747 section 6. Times count from the instant at which the fault took effect; a reversion is measured like a fault. The confidence interval of the median needs five iterations.</p>
${table({ caption: 'Parameters of all tests', head: ['Parameter', 'Unit', 'Value'], rows: parameterRows(story) })}
${steps.map((instance) => stepOf(story, instance))}
${restOf(story)}`
  },
}

/** The first activation of each step. */
const stepsOf = ({ windows }: Story): readonly FaultInstance[] => {
  const first = new Map<string, FaultInstance>()
  for (const { instance } of windows)
    if (!first.has(instance.step)) first.set(instance.step, instance)
  return [...first.values()]
}

const stepOf = (story: Story, { step, fault, on, params }: FaultInstance): Html => {
  const rows = story.statistics.filter((row) => row.step === step)
  return html`<h3>${step}: ${fault} on ${on.join(', ')}</h3>
<p>${outcomes(story, step)} Parameters: <code>${JSON.stringify(params)}</code></p>
${figures(`Results of ${step}`, rows)}${notes(story, step)}`
}

const outcomes = ({ run }: Story, step: string): string => {
  const counts = new Map<string, number>()
  for (const { instance, half, outcome } of entriesOf(run, 'settled')) {
    if (instance !== step && !instance.startsWith(`${step}.`)) continue
    const key = `${half} ${outcome}`
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  if (counts.size === 0) return 'Not settled.'
  const parts = [...counts].map(([key, count]) => (count > 1 ? `${key} (${count} times)` : key))
  return `Outcome: ${parts.join(', ')}.`
}

const figures = (caption: string, rows: readonly Statistics[]): Html =>
  table({
    caption,
    head: ['Metric', 'Half', 'n', ...COLUMNS.map(({ title }) => title)],
    rows: rows.map(figureRow),
    figures: [2, ...COLUMNS.map((_, i) => i + 3)],
  })

interface FigureColumn {
  readonly title: string
  text(row: Statistics): string
}

const spread = (title: string, name: 'min' | 'median' | 'mean' | 'sd' | 'p95' | 'max') => ({
  title,
  text: (row: Statistics) => formatQuantity(row[name], row.unit),
})

const COLUMNS: readonly FigureColumn[] = [
  spread('Min', 'min'),
  spread('Median', 'median'),
  {
    title: '95 % of median',
    text: ({ intervals, unit }) => formatInterval(intervals?.median, unit),
  },
  spread('Mean', 'mean'),
  spread('SD', 'sd'),
  spread('p95', 'p95'),
  spread('Max', 'max'),
]

const figureRow = (row: Statistics): readonly Part[] => [
  `${row.name} (${row.unit === 'count' ? 'number' : row.unit === 'ms' ? 'time' : row.unit})`,
  row.half ? html`<span class="${row.half}">${row.half}</span>` : '-',
  row.missing > 0 ? `${row.n} (${row.missing} missing)` : row.n,
  ...COLUMNS.map(({ text }) => text(row)),
]

/** Why a figure is less than it seems, each reason once. */
const notes = ({ run }: Story, step: string): Html | undefined => {
  const counts = new Map<string, number>()
  for (const { name, half, note, step: own } of run.measurements) {
    if (own !== step || note === undefined) continue
    const line = `${name}${half ? ` (${half})` : ''}: ${note}`
    counts.set(line, (counts.get(line) ?? 0) + 1)
  }
  if (counts.size === 0) return undefined
  const lines = [...counts].map(([line, count]) => (count > 1 ? `${line} (${count} times)` : line))
  const shown = lines.slice(0, MOST_NOTES)
  const rest = lines.length - shown.length
  return fold(
    `${lines.length} notes on these figures`,
    html`<ul>${shown.map((line) => html`<li>${line}</li>`)}${
      rest > 0 && html`<li>and ${rest} more, in measurements.json</li>`
    }</ul>`,
  )
}

const MOST_NOTES = 60

/** Figures of the whole run and of loads. */
const restOf = ({ statistics, windows }: Story): Html | undefined => {
  const steps = new Set(windows.map(({ instance }) => instance.step))
  const rows = statistics.filter(({ step }) => step === undefined || !steps.has(step))
  if (rows.length === 0) return undefined
  return html`<h3>The whole run</h3>${figures('Figures of the whole run and of loads', rows)}`
}

/** The result as text for the terminal, and as Markdown for the docs. */
import { renderTable } from '../../src/lib/table.ts'
import { formatMs } from '../../src/report/quantity.ts'
import { SHOWN, type Shown } from '../../src/report/shown.ts'
import type { Difference } from './event-order.ts'
import { type Column, outcomeOf } from './figures.ts'
import type { Remark } from './remarks.ts'
import type { PlanResult, Row } from './side-by-side.ts'

const FIGURES: Readonly<Record<Shown, { readonly title: string; readonly isCount?: true }>> = {
  detection: { title: 'detection' },
  convergence: { title: 'control plane' },
  'fib-convergence': { title: 'FIB' },
  'loss-of-connectivity': { title: 'loss (max)' },
  updates: { title: 'UPDATEs', isCount: true },
  'paths-explored': { title: 'paths', isCount: true },
}

const TITLES = [
  ...['plan', 'fault', 'half', 'outcome'],
  ...SHOWN.map((name) => FIGURES[name].title),
  'order',
]

/** Each cell is `sim | docker`. */
export const resultTable = (results: readonly PlanResult[]): string =>
  renderTable(
    TITLES.map((title) => ({ title })),
    results.flatMap(rowsOf),
  )

export const markdownTable = (results: readonly PlanResult[]): string =>
  [
    lineOf(TITLES),
    lineOf(TITLES.map(() => '---')),
    ...results.flatMap(rowsOf).map((cells) => lineOf(cells.map((cell) => cell.replace('|', '/')))),
  ].join('\n')

const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

const rowsOf = (result: PlanResult): string[][] => {
  const missing = [whyOf('sim', result.sim), whyOf('docker', result.docker)].flat().join('; ')
  if (result.rows.length === 0) return [[result.plan, missing]]
  return result.rows.map((row) => [
    ...[row.plan, faultOf(row), row.half, pair(row, ({ chapter }) => outcomeOf(chapter))],
    ...SHOWN.map((name) => pair(row, (column) => figure(name, column))),
    orderOf(row.differences) ?? missing,
  ])
}

/** Plans with one fault call it so. */
const faultOf = ({ id, fault }: Row): string => (id === 'fault' ? fault : `${id}: ${fault}`)

const whyOf = (backend: string, side: PlanResult['sim']): string[] =>
  'why' in side ? [`not on ${backend}: ${side.why.split(': ').slice(0, 2).join(': ')}`] : []

/** Once when both are the same. */
const pair = ({ sim, docker }: Row, text: (column: Column) => string): string => {
  const [left, right] = [sim, docker].map((column) => (column ? text(column) : ''))
  return left === right ? (left ?? '') : `${left} | ${right}`
}

const figure = (name: Shown, { figures }: Column): string => {
  const value = figures[name]
  if (value === null) return '-'
  return FIGURES[name].isCount ? String(value) : formatMs(value)
}

const orderOf = (differences: readonly Difference[] | undefined): string | undefined => {
  if (!differences) return undefined
  return differences.length === 0 ? 'same' : `${differences.length} differ`
}

const WORDS: Readonly<Record<Remark['type'], string>> = {
  'only-first': 'only on the simulator: ',
  'only-second': 'only on Docker: ',
  order: 'in this order only on the simulator: ',
  outcome: 'outcome on the simulator, and on Docker: ',
  figure: '',
}

/** Reasons, and under each what it explains; what nobody can explain comes last. */
export const remarkLines = (remarks: readonly Remark[]): readonly string[] => {
  const reasons = new Map<string, string[]>()
  for (const remark of remarks.toSorted(unexplainedLast)) {
    const why = remark.why ?? 'Unexplained.'
    reasons.set(why, [...(reasons.get(why) ?? []), wordsOf(remark)])
  }
  return [...reasons].flatMap(([why, words]) => [`- ${why}`, ...words.map((word) => `  - ${word}`)])
}

const unexplainedLast = (a: Remark, b: Remark): number =>
  Number(a.why === undefined) - Number(b.why === undefined)

const wordsOf = ({ row, type, what }: Remark): string =>
  `${row.plan}, ${row.id}, ${row.half}: ${WORDS[type]}${what}`

export const verdictLines = (results: readonly PlanResult[]): readonly string[] =>
  results.flatMap(({ plan, sim, docker }) => {
    if ('why' in sim || 'why' in docker || sim.verdict === docker.verdict) return []
    return [`${plan}: verdict ${sim.verdict} on the simulator, ${docker.verdict} on Docker`]
  })

export const summaryLine = (results: readonly PlanResult[]): string => {
  const rows = results.flatMap((result) => result.rows)
  const compared = rows.filter(({ differences }) => differences)
  const same = compared.filter(({ differences }) => differences?.length === 0)
  return (
    `${results.length} plans, ${rows.length} halves, ${compared.length} of them on both, ` +
    `${same.length} in the same order`
  )
}

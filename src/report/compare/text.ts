/** A comparison for a terminal: two lines for each figure, its mean and its median. */
import { type Column, renderTable } from '../../lib/table.ts'
import { formatInterval, formatQuantity } from '../quantity.ts'
import type { Comparison, Row, Rules, Side } from './compare.ts'

export interface Heading {
  /** Of the runs, as they were asked for. */
  readonly names: readonly [string, string]
  readonly plan: string
  /** What differs between them. */
  readonly conditions: readonly string[]
  /** Why they should not be compared; they are, as it was insisted on. */
  readonly warnings: readonly string[]
}

/** Lines without colours, ending in a line feed. */
export const renderComparison = (heading: Heading, comparison: Comparison, rules: Rules): string =>
  `${[
    headingLines(heading).join('\n'),
    table(comparison.rows.filter(isTold)),
    noteLines(comparison).join('\n'),
    conclusion(comparison, rules),
  ]
    .filter((part) => part !== '')
    .join('\n\n')}\n`

const headingLines = ({ names, plan, conditions, warnings }: Heading): readonly string[] => [
  `${plan}: A ${names[0]}, B ${names[1]}`,
  ...(conditions.length === 0
    ? ['nothing is known to differ between them: same seed, versions and timers']
    : ['what differs between them:', ...conditions.map((line) => `  ${line}`)]),
  ...warnings.map((line) => `not alike: ${line}`),
]

/** Where all figures of both runs are equal there is nothing to tell. */
const isTold = ({ correctedP, verdict }: Row): boolean =>
  correctedP !== null || verdict !== 'no difference'

const right = (title: string): Column => ({ title, align: 'right' })

const COLUMNS: readonly Column[] = [
  { title: 'step' },
  { title: 'half' },
  { title: 'figure' },
  { title: '' },
  right('n'),
  right('A'),
  right('95 %'),
  right('n'),
  right('B'),
  right('95 %'),
  right('B - A'),
  right('95 %'),
  right('delta'),
  right('p'),
  { title: 'verdict' },
]

const table = (rows: readonly Row[]): string =>
  rows.length === 0 ? '' : renderTable(COLUMNS, rows.flatMap(linesOf))

const linesOf = (row: Row): readonly string[][] => {
  const { name, unit, step, half, a, b } = row
  const means = [a, b].flatMap((side) => [
    String(side.n),
    formatQuantity(side.mean, unit),
    formatInterval(side.meanInterval, unit),
  ])
  const medians = [a, b].flatMap((side) => [
    '',
    formatQuantity(side.median, unit),
    formatInterval(side.medianInterval, unit),
  ])
  const change = [
    formatQuantity(row.difference, unit),
    formatInterval(row.differenceInterval, unit),
    row.cliffsDelta === null ? '-' : row.cliffsDelta.toFixed(2),
    row.correctedP === null ? '-' : formatP(row.correctedP),
    row.verdict,
  ]
  return [
    [step ?? '', half ?? '', name, 'mean', ...means, ...change],
    ['', '', '', 'median', ...medians],
  ]
}

const formatP = (p: number): string => String(Number(p.toPrecision(2)))

const noteLines = ({ rows, unpaired }: Comparison): readonly string[] => {
  const equal = rows.filter((row) => !isTold(row)).length
  const missing = rows.filter(({ a, b }) => a.missing + b.missing > 0)
  return [
    ...(equal > 0
      ? [`${equal} figures have one and the same value in all iterations of both`]
      : []),
    ...missing.map(
      ({ name, step, half, a, b }) =>
        `${[name, step, half].filter(Boolean).join(' ')}: no value in ${missingIn(a)} of A and ${missingIn(b)} of B`,
    ),
    ...(unpaired.length > 0 ? [`only in one of them: ${unpaired.join(', ')}`] : []),
  ]
}

const missingIn = ({ n, missing }: Side): string => `${missing} of ${n + missing} iterations`

const conclusion = ({ rows, comparisons }: Comparison, { alpha, bound }: Rules): string => {
  const count = (verdict: Row['verdict']) => rows.filter((row) => row.verdict === verdict).length
  const [worse, better] = [count('regression'), count('improvement')]
  const few = rows.some(({ verdict }) => verdict === 'too few samples')
  return [
    `${worse} ${worse === 1 ? 'regression' : 'regressions'}, ${better} ${better === 1 ? 'improvement' : 'improvements'} beyond ${percent(bound)} at a significance of ${alpha}, corrected for ${comparisons} comparisons`,
    ...(few ? ['repeat the plan more often where there are too few samples'] : []),
  ].join('\n')
}

const percent = (share: number): string => `${Number((share * 100).toPrecision(6))} %`

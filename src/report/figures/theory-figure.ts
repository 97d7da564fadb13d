/** The charts of a table of theory, side by side. */
import type { Chart, TheoryTable } from '../../events/theory/table.ts'
import { html } from '../html/html.ts'
import { chart, type Line } from './chart.ts'
import type { Figure } from './figure.ts'

const WIDTH = 960
const HEIGHT = 320
const GAP = 12

/** Undefined for a table without charts. */
export const theoryFigure = ({ name, summary, charts, rows }: TheoryTable): Figure | undefined => {
  if (!charts) return undefined
  const cells = rows()
  const width = (WIDTH - GAP * (charts.length - 1)) / charts.length
  return {
    name: `theory-${name}`,
    width: WIDTH,
    height: HEIGHT,
    label: `${summary}. ${charts.map(({ x, y }) => `${y} over ${x}`).join('; ')}`,
    content: html`${charts.map((one, i) =>
      chart(
        { ...one, lines: linesOf(one, cells) },
        { left: i * (width + GAP), top: 10, width, height: HEIGHT - 20 },
      ),
    )}`,
  }
}

const linesOf = (
  { lines, scale }: Chart,
  rows: readonly (readonly (string | number)[])[],
): readonly Line[] =>
  lines.map(({ label, column, divisor = 1 }) => ({
    label,
    points: rows
      .map((row) => [Number(row[0]), Number(row[column]) / divisor] as const)
      .filter(([, value]) => scale === 'linear' || value > 0),
  }))

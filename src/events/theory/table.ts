/** A result of theory as a table: the page docs/theory.md shows it, a bench prints it, a test compares the two. */
import { renderTable } from '../../lib/table.ts'

export interface TheoryTable {
  readonly name: string
  readonly summary: string
  /** Paper or RFC. */
  readonly source: string
  readonly titles: readonly string[]
  /** Deterministic: the same on every machine. */
  rows(): readonly (readonly (string | number)[])[]
  /** How columns of numbers are drawn; none where there is nothing to draw over. */
  readonly charts?: readonly Chart[]
}

/** Columns against the first one. */
export interface Chart {
  /** Of both axes, with the unit. */
  readonly x: string
  readonly y: string
  readonly scale: 'linear' | 'log'
  readonly lines: readonly ChartLine[]
}

export interface ChartLine {
  readonly label: string
  /** Counted from 0. */
  readonly column: number
  /** A value of the table is divided by it: 1000 makes seconds of milliseconds. */
  readonly divisor?: number
}

/** Numbers to the right, with one digit behind the point where they are no whole numbers. */
export const renderTheory = ({ titles, rows }: TheoryTable): string => {
  const cells = rows()
  const columns = titles.map((title, i) => {
    const align = typeof cells[0]?.[i] === 'number' ? ('right' as const) : ('left' as const)
    return { title, align }
  })
  return renderTable(
    columns,
    cells.map((row) => row.map(textOf)),
  )
}

const textOf = (cell: string | number): string => {
  if (typeof cell === 'string') return cell
  return Number.isInteger(cell) ? String(cell) : cell.toFixed(1)
}

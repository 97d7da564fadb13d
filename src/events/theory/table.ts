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

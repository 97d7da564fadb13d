/** Plain text tables for terminals: columns of natural width, two spaces between, no colours. */

export type Align = 'left' | 'right'

export interface Column {
  readonly title: string
  /** Left when absent; numbers read best on the right. */
  readonly align?: Align
}

/** A header and one line a row, without trailing spaces; `''` when there is neither column nor row. */
export const renderTable = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): string => {
  const lines = [columns.map((column) => column.title), ...rows]
  const widths = columns.map((_, index) => columnWidth(lines, index))
  return lines.map((line) => renderLine(line, columns, widths)).join('\n')
}

const columnWidth = (lines: readonly (readonly string[])[], index: number): number =>
  Math.max(...lines.map((line) => textWidth(line[index] ?? '')))

const renderLine = (
  cells: readonly string[],
  columns: readonly Column[],
  widths: readonly number[],
): string =>
  columns
    .map((column, index) => pad(cells[index] ?? '', widths[index] as number, column.align))
    .join('  ')
    .trimEnd()

const pad = (text: string, width: number, align: Align = 'left'): string => {
  const gap = ' '.repeat(width - textWidth(text))
  return align === 'right' ? gap + text : text + gap
}

/** Code points, not UTF-16 units: node names are ASCII, reasons may quote anything. */
const textWidth = (text: string): number => [...text].length

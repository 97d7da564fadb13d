import { type Column, renderTable } from '../src/lib/table.ts'

/** A bench's result as a table of its own: the first column names the row, all others are numbers. */
export const benchTable = (
  titles: readonly string[],
  rows: readonly (readonly [string, ...(number | null)[]])[],
): string => {
  const columns = titles.map((title, index): Column => {
    return { title, align: index === 0 ? 'left' : 'right' }
  })
  return renderTable(
    columns,
    rows.map(([name, ...figures]) => [name, ...figures.map(formatFigure)]),
  )
}

/** Median and other quantiles of what was measured, by linear interpolation; NaN without samples. */
export const quantile = (samples: readonly number[], share: number): number => {
  const sorted = [...samples].sort((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const low = sorted[Math.floor(place)] ?? Number.NaN
  const high = sorted[Math.ceil(place)] ?? Number.NaN
  return low + (high - low) * (place - Math.floor(place))
}

/** Three significant digits below 100, whole numbers above; `-` for what could not be had. */
const formatFigure = (figure: number | null): string => {
  if (figure === null || Number.isNaN(figure)) return '-'
  return Math.abs(figure) >= 100
    ? String(Math.round(figure))
    : String(Number(figure.toPrecision(3)))
}

/** A matrix for other programs: matrix.json with all figures, matrix.csv with a row for each of each cell. */
import { csvRow } from '../csv.ts'
import type { Statistics } from '../statistics.ts'
import { axesOf, type FinishedMatrix, type PlayedCell } from './finished-matrix.ts'

export const MATRIX_SCHEMA = 'chaoslemur/matrix/1'

/** What matrix.json has and `run --json` prints; the run folders are relative to `folder`. */
export const matrixData = (matrix: FinishedMatrix) => ({ schema: MATRIX_SCHEMA, ...matrix })

const FIGURES = ['mean', 'sd', 'min', 'median', 'p95', 'p99', 'max'] as const

export const renderMatrixCsv = (matrix: FinishedMatrix): string => {
  const head = [
    ...axesOf(matrix),
    ...['verdict', 'measurement', 'step', 'half', 'unit', 'samples', 'iterations', 'missing'],
    ...FIGURES,
    ...['mean_low', 'mean_high', 'median_low', 'median_high'],
  ]
  const rows = matrix.cells.flatMap((cell) => cell.statistics.map((row) => rowOf(cell, row)))
  return [head, ...rows].map(csvRow).join('')
}

const rowOf = (
  { settings, verdict }: PlayedCell,
  row: Statistics,
): readonly (string | number)[] => {
  const { name, step = '', half = '', unit, n, iterations, missing, intervals } = row
  const { mean, median } = intervals ?? {}
  return [
    ...Object.values(settings),
    ...[verdict, name, step, half, unit, n, iterations, missing],
    ...FIGURES.map((figure) => row[figure] ?? ''),
    ...[mean?.low, mean?.high, median?.low, median?.high].map((value) => value ?? ''),
  ]
}

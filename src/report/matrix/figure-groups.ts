/** One figure in all cells: what a matrix is there to compare. */
import { isShown } from '../shown.ts'
import type { Statistics } from '../statistics.ts'
import type { FinishedMatrix, PlayedCell } from './finished-matrix.ts'

export interface FigureGroup {
  readonly name: string
  readonly step?: string
  readonly half?: string
  /** The cells that have it, in the order of the matrix. */
  readonly rows: readonly { readonly cell: PlayedCell; readonly statistics: Statistics }[]
}

/** The key figures of each half of each step, in the order in which they first occur. */
export const figureGroups = ({ cells }: Pick<FinishedMatrix, 'cells'>): readonly FigureGroup[] => {
  const groups = new Map<string, FigureGroup['rows'][number][]>()
  for (const cell of cells)
    for (const statistics of cell.statistics) {
      if (!isShown(statistics.name) || statistics.step === undefined) continue
      const key = [statistics.step, statistics.half, statistics.name].join(' ')
      const rows = groups.get(key) ?? []
      groups.set(key, rows)
      rows.push({ cell, statistics })
    }
  return [...groups.values()].map((rows) => {
    const { name, step, half } = (rows[0] as FigureGroup['rows'][number]).statistics
    return { name, ...(step !== undefined && { step }), ...(half !== undefined && { half }), rows }
  })
}

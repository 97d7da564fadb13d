/** A plan with a matrix: one run for each cell, in a folder of their own. */
import { faults } from '../faults/index.ts'
import { wallClockMs } from '../flood/wall-clock.ts'
import { EXIT, explain, LemurError } from '../lib/errors.ts'
import type { Verdict } from '../model/event.ts'
import type { Cell } from '../model/matrix.ts'
import type { Plan } from '../model/plan.ts'
import { type FinishedRun, timesPlayed } from '../report/finished-run.ts'
import { matrixData, renderMatrixCsv } from '../report/matrix/files.ts'
import type { FinishedMatrix, PlayedCell } from '../report/matrix/finished-matrix.ts'
import { renderMatrixPage } from '../report/matrix/page.ts'
import { renderMatrix } from '../report/matrix/text.ts'
import { statisticsOf } from '../report/statistics.ts'
import { createMatrixFolder, type MatrixFolder } from '../run/folder.ts'
import { expand } from '../run/timeline.ts'
import { exitStatusOf } from '../run/verdict.ts'
import { type Context, show } from './context.ts'
import { experiment } from './experiment.ts'
import { reportTheme } from './report-theme.ts'
import type { Venue } from './venue.ts'

export interface MatrixRun {
  readonly plan: Plan & { readonly cells: readonly Cell[] }
  /** Where it was read from. */
  readonly file: string
  /** The plan file as it was written. */
  readonly text: string
  /** Folder of run folders. */
  readonly runs: string
  /** A busy host is only told of. */
  readonly allowContention?: boolean
}

/** Sets the exit status to the worst of the cells. */
export const playMatrix = async (
  context: Context,
  venue: Venue,
  matrix: MatrixRun,
): Promise<FinishedMatrix> => {
  const { plan, text, runs } = matrix
  for (const cell of plan.cells) await venue.refuse(partOf(cell))
  const startedAt = wallClockMs()
  const folder = createMatrixFolder(runs, plan.name, startedAt)
  folder.write('plan.yaml', text)
  const cells = await playCells(context, venue, { ...matrix, folder })
  const finished: FinishedMatrix = {
    plan: plan.name,
    topology: plan.topology.name,
    backend: venue.backend,
    seed: plan.seed,
    startedAt,
    folder: folder.path,
    cells,
  }
  write(folder, finished)
  show(context, matrixData(finished), () => renderMatrix(finished))
  process.exitCode = worstStatus(cells)
  return finished
}

/** What one matrix shares, and the folder of it. */
interface Parts extends MatrixRun {
  readonly folder: MatrixFolder
}

const playCells = async (
  context: Context,
  venue: Venue,
  parts: Parts,
): Promise<readonly PlayedCell[]> => {
  const { cells } = parts.plan
  const played: PlayedCell[] = []
  for (const [at, cell] of cells.entries()) {
    if (context.signal.aborted) {
      played.push(unplayed(cell, 'not played', ['interrupted'], EXIT.interrupted))
      continue
    }
    context.note(`cell ${at + 1} of ${cells.length}: ${cell.name}`)
    played.push(await playCell(context, venue, parts, cell))
  }
  return played
}

/** In a lab that was brought up for it, and is gone afterwards: nothing of a cell gets into the next one. */
const playCell = async (
  context: Context,
  venue: Venue,
  { file, text, runs, folder, allowContention = false }: Parts,
  cell: Cell,
): Promise<PlayedCell> => {
  const { name: lab } = cell.plan.topology
  try {
    await venue.down(lab)
    const experimentOf = {
      ...{ ...partOf(cell), file, text, runs, allowContention },
      folder: folder.cell(cell.name),
    }
    const { run } = await experiment(context, venue, experimentOf)
    return playedOf(cell, run)
  } catch (error) {
    if (context.signal.aborted) return unplayed(cell, 'aborted', [explain(error)], EXIT.interrupted)
    if (!(error instanceof LemurError)) throw error
    context.note(`${cell.name}: ${explain(error)}`)
    return unplayed(cell, 'error', [explain(error)], error.exitStatus)
  } finally {
    await venue.down(lab)
  }
}

const partOf = ({ plan }: Cell) => ({ plan, timeline: expand(plan, faults) })

const playedOf = ({ name, settings }: Cell, run: FinishedRun): PlayedCell => {
  const { verdict, reasons } = run.result
  return {
    name,
    settings,
    verdict,
    reasons,
    exitStatus: exitStatusOf(verdict as Verdict),
    folder: name,
    iterations: timesPlayed(run),
    statistics: statisticsOf(run.measurements),
  }
}

const unplayed = (
  { name, settings }: Cell,
  verdict: PlayedCell['verdict'],
  reasons: readonly string[],
  exitStatus: number,
): PlayedCell => ({
  name,
  settings,
  verdict,
  reasons,
  exitStatus,
  iterations: 0,
  statistics: [],
})

/** From the worst: whoever was interrupted knows it, an environment that failed judged nothing. */
const SEVERITY: readonly number[] = [
  EXIT.interrupted,
  EXIT.input,
  EXIT.environment,
  EXIT.untrustworthy,
  EXIT.failed,
]

const worstStatus = (cells: readonly PlayedCell[]): number =>
  SEVERITY.find((status) => cells.some(({ exitStatus }) => exitStatus === status)) ?? EXIT.ok

const write = (folder: MatrixFolder, matrix: FinishedMatrix): void => {
  folder.write('matrix.json', `${JSON.stringify(matrixData(matrix), null, 2)}\n`)
  folder.write('matrix.csv', renderMatrixCsv(matrix))
  folder.write('matrix.txt', renderMatrix(matrix))
  folder.write('matrix.html', renderMatrixPage(matrix, reportTheme()))
}

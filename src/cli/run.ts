import { join } from 'node:path'
import type { Command } from 'commander'
import { faults } from '../faults/index.ts'
import type { Verdict } from '../model/event.ts'
import { renderSummary } from '../report/summary.ts'
import { expand } from '../run/timeline.ts'
import { exitStatusOf } from '../run/verdict.ts'
import { CELL_OPTION, planOfCell } from './cell-option.ts'
import { chooseVenue } from './choose-venue.ts'
import { type Context, show } from './context.ts'
import { experiment } from './experiment.ts'
import { readPlan } from './inputs.ts'
import { playMatrix } from './matrix.ts'
import type { Run } from './run-type.ts'
import { showTimelines } from './show-timelines.ts'

export const run = (program: Command, wrap: Run): void => {
  program
    .command('run')
    .description('bring the lab up, play a plan on it, measure, judge; the results are a folder')
    .argument('<plan>', 'plan file, or - for stdin')
    .option('--runs <folder>', 'where run folders go', 'runs')
    .option('--down', 'take the lab down afterwards')
    .option('--allow-contention', 'believe the figures though the host was busy, and say so')
    .option(...CELL_OPTION)
    .addHelpText('after', STATUS)
    .action(wrap(runIt))
}

const STATUS = `
Exit status: 0 passed, 1 an assertion failed, 2 invalid input,
3 the environment failed, 4 not trustworthy or timed out,
130 interrupted (faults are healed first). Of a matrix: the worst of its cells.`

interface Options {
  readonly runs: string
  readonly down?: boolean
  readonly cell?: string
  readonly allowContention?: boolean
}

const runIt = async (context: Context, path: string, options: Options): Promise<void> => {
  const { plan: read, text } = await readPlan(context, path)
  const plan = planOfCell(read, options.cell)
  if (context.options.dryRun) return showTimelines(context, plan)
  const venue = await chooseVenue(context)
  const { cells } = plan
  if (cells) {
    await playMatrix(context, venue, { plan: { ...plan, cells }, file: path, text, ...options })
    return
  }
  const timeline = expand(plan, faults)
  const { run: finished, files } = await experiment(context, venue, {
    plan,
    file: path,
    text,
    timeline,
    runs: options.runs,
    ...(options.allowContention && { allowContention: true }),
  })
  if (options.down) await venue.down(plan.topology.name)
  const { verdict, reasons } = finished.result
  const result = {
    verdict,
    reasons,
    folder: finished.folder,
    files,
    measurements: finished.measurements,
  }
  show(
    context,
    result,
    () => `${renderSummary(finished)}report: ${join(finished.folder as string, 'report.html')}\n`,
  )
  process.exitCode = exitStatusOf(verdict as Verdict)
}

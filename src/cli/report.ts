import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { BackendError } from '../lib/errors.ts'
import { renderReport } from '../report/html/page.ts'
import type { Context } from './context.ts'
import { readRun } from './read-run.ts'
import { reportTheme } from './report-theme.ts'
import type { Run } from './run-type.ts'

export const report = (program: Command, run: Run): void => {
  program
    .command('report')
    .description('make the report of a run again from its folder: one HTML file for a browser')
    .argument('<run>', 'a run folder, its name under the folder of runs, or latest')
    .option('--runs <folder>', 'where run folders are', 'runs')
    .option('-o, --output <file>', 'where it goes, - for stdout (default: report.html in the run)')
    .action(run(writeReport))
}

interface Options {
  readonly output?: string
  readonly runs: string
}

const writeReport = async (
  context: Context,
  name: string,
  { output, runs }: Options,
): Promise<void> => {
  const run = readRun(existsSync(name) ? name : join(runs, name))
  const text = renderReport(run, reportTheme())
  if (output === '-') return context.print(text)
  const file = output ?? join(run.folder as string, 'report.html')
  if (context.options.dryRun) return context.note(`would write ${file}`)
  try {
    writeFileSync(file, text)
  } catch (cause) {
    throw new BackendError(`cannot write ${file}: ${(cause as Error).message}`, { cause })
  }
  context.note(`wrote ${file}`)
}

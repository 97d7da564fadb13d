import { writeFileSync } from 'node:fs'
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
    .argument('<run>', 'run folder, as runs/latest')
    .option('-o, --output <file>', 'where it goes, - for stdout (default: report.html in the run)')
    .action(run(writeReport))
}

interface Options {
  readonly output?: string
}

const writeReport = async (context: Context, path: string, { output }: Options): Promise<void> => {
  const run = readRun(path)
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

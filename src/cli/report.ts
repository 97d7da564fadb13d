import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, Option } from 'commander'
import { BackendError } from '../lib/errors.ts'
import { renderCsv } from '../report/csv.ts'
import type { FinishedRun } from '../report/finished-run.ts'
import { renderReport } from '../report/html/page.ts'
import { renderPrometheus } from '../report/prometheus.ts'
import type { Context } from './context.ts'
import { readRun } from './read-run.ts'
import { reportTheme } from './report-theme.ts'
import type { Run } from './run-type.ts'

type Format = 'html' | 'csv' | 'prometheus'

interface Form {
  /** Name in the run folder. */
  readonly file: string
  render(run: FinishedRun): string
}

const FORMATS: Readonly<Record<Format, Form>> = {
  html: { file: 'report.html', render: (run) => renderReport(run, reportTheme()) },
  csv: { file: 'measurements.csv', render: (run) => renderCsv(run.measurements) },
  prometheus: { file: 'measurements.prom', render: renderPrometheus },
}

export const report = (program: Command, run: Run): void => {
  program
    .command('report')
    .description('make the report of a run again from its folder: one HTML file for a browser')
    .argument('<run>', 'a run folder, its name under the folder of runs, or latest')
    .option('--runs <folder>', 'where run folders are', 'runs')
    .option('-o, --output <file>', 'where it goes, - for stdout (default: into the run folder)')
    .addOption(
      new Option('--format <name>', 'csv: a row a sample; prometheus: its text format')
        .choices(Object.keys(FORMATS))
        .default('html'),
    )
    .action(run(writeReport))
}

interface Options {
  readonly output?: string
  readonly runs: string
  readonly format: Format
}

const writeReport = async (
  context: Context,
  name: string,
  { output, runs, format }: Options,
): Promise<void> => {
  const { file, render } = FORMATS[format]
  const run = readRun(existsSync(name) ? name : join(runs, name))
  const text = render(run)
  if (output === '-') return context.print(text)
  const path = output ?? join(run.folder as string, file)
  if (context.options.dryRun) return context.note(`would write ${path}`)
  try {
    writeFileSync(path, text)
  } catch (cause) {
    throw new BackendError(`cannot write ${path}: ${(cause as Error).message}`, { cause })
  }
  context.note(`wrote ${path}`)
}

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
import { type MrtOptions, renderMrt } from './report-mrt.ts'
import { reportTheme } from './report-theme.ts'
import type { Run } from './run-type.ts'

type Format = 'html' | 'csv' | 'prometheus' | 'mrt'

interface Form {
  /** Name in the run folder. */
  readonly file: string
  render(run: FinishedRun, parts: Parts): string | Promise<Uint8Array>
}

interface Parts {
  readonly context: Context
  readonly mrt: MrtOptions
}

const FORMATS: Readonly<Record<Format, Form>> = {
  html: { file: 'report.html', render: (run) => renderReport(run, reportTheme()) },
  csv: { file: 'measurements.csv', render: (run) => renderCsv(run.measurements) },
  prometheus: { file: 'measurements.prom', render: (run) => renderPrometheus(run) },
  mrt: { file: 'messages.mrt.gz', render: (run, { context, mrt }) => renderMrt(context, run, mrt) },
}

export const report = (program: Command, run: Run): void => {
  program
    .command('report')
    .description('make the report of a run again from its folder: one HTML file for a browser')
    .argument('<run>', 'a run folder, its name under the folder of runs, or latest')
    .option('--runs <folder>', 'where run folders are', 'runs')
    .option('-o, --output <file>', 'where it goes, - for stdout (default: into the run folder)')
    .addOption(
      new Option(
        '--format <name>',
        'csv: a row a sample; prometheus: its text format; mrt: captured messages',
      )
        .choices(Object.keys(FORMATS))
        .default('html'),
    )
    .option('--node <name>', 'mrt: only what this router received')
    .option('--session <id>', 'mrt: only this session, as status names it')
    .action(run(writeReport))
}

interface Options {
  readonly output?: string
  readonly runs: string
  readonly format: Format
  readonly node?: string
  readonly session?: string
}

const writeReport = async (
  context: Context,
  name: string,
  { output, runs, format, ...wanted }: Options,
): Promise<void> => {
  const { file, render } = FORMATS[format]
  const run = readRun(existsSync(name) ? name : join(runs, name))
  const path = output ?? join(run.folder as string, file)
  const content = await render(run, { context, mrt: { ...wanted, path } })
  if (output === '-')
    return typeof content === 'string' ? context.print(content) : writeOctets(content)
  if (context.options.dryRun) return context.note(`would write ${path}`)
  try {
    writeFileSync(path, content)
  } catch (cause) {
    throw new BackendError(`cannot write ${path}: ${(cause as Error).message}`, { cause })
  }
  context.note(`wrote ${path}`)
}

const writeOctets = (octets: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    process.stdout.write(octets, (error) => (error ? reject(error) : resolve()))
  })

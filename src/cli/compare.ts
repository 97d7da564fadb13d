import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { EXIT, InputError } from '../lib/errors.ts'
import { compareRuns, type Rules } from '../report/compare/compare.ts'
import { conditions, unlikeness } from '../report/compare/conditions.ts'
import { renderComparison } from '../report/compare/text.ts'
import { type MeasurementsFile, parseMeasurements } from '../report/measurements-file.ts'
import { refuseMatrix } from './cells-below.ts'
import { type Context, show } from './context.ts'
import type { Run } from './run-type.ts'

export const compare = (program: Command, run: Run): void => {
  program
    .command('compare')
    .description('tell whether run B is worse than run A: intervals, effect sizes, tests')
    .argument('<a>', 'a run folder, its name under the folder of runs, or latest')
    .argument('<b>', 'the run that is judged, given in the same way')
    .option('--runs <folder>', 'where run folders are', 'runs')
    .option('--bound <percent>', 'a change of the mean that does not matter (default: 5%)', share)
    .option('--alpha <number>', 'how often equal runs may seem different (default: 0.01)', level)
    .option('--force', 'compare runs of different plans, or that were invalid')
    .addHelpText('after', STATUS)
    .action(run(compareThem))
}

const STATUS = `
Exit status: 0 no regression, 1 a regression beyond the bound,
2 a run that cannot be read, or that is not like the other.`

interface Options extends Partial<Rules> {
  readonly runs: string
  readonly force?: boolean
}

const compareThem = (context: Context, a: string, b: string, options: Options): Promise<void> => {
  const [before, after] = [readRun(a, options.runs), readRun(b, options.runs)]
  const warnings = unlikeness(before.file, after.file)
  if (warnings.length > 0 && !options.force)
    throw new InputError(
      warnings.map((line) => `not alike: ${line}`),
      { hint: '--force compares them all the same' },
    )
  const { alpha = 0.01, bound = 0.05 } = options
  const heading = {
    names: [a, b] as const,
    plan: before.file.plan,
    conditions: [...conditions(before.file, after.file), ...otherPlan(before, after)],
    warnings,
  }
  const comparison = compareRuns(before.file, after.file, { alpha, bound })
  show(context, { ...heading, alpha, bound, ...comparison }, () =>
    renderComparison(heading, comparison, { alpha, bound }),
  )
  const isWorse = comparison.rows.some(({ verdict }) => verdict === 'regression')
  process.exitCode = isWorse ? EXIT.failed : EXIT.ok
  return Promise.resolve()
}

interface ReadRun {
  readonly folder: string
  readonly file: MeasurementsFile
}

const FILE = 'measurements.json'

const readRun = (name: string, runs: string): ReadRun => {
  const folder = [name, join(runs, name)].find((path) => existsSync(join(path, FILE)))
  if (folder !== undefined) {
    const path = join(folder, FILE)
    return { folder, file: parseMeasurements(readFileSync(path, 'utf8'), path) }
  }
  for (const path of [name, join(runs, name)]) refuseMatrix(path)
  const isFolder = [name, join(runs, name)].some((path) => isDirectory(path))
  throw new InputError(isFolder ? `${name} has no ${FILE}` : `no run ${name}`, {
    hint: isFolder
      ? 'only a run that came to its end has one'
      : `a run folder, a name in ${runs}/, or latest; --runs says where else they are`,
  })
}

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/** Steps of one name may do different things. */
const otherPlan = (a: ReadRun, b: ReadRun): readonly string[] => {
  const [one, other] = [a, b].map(({ folder }) => join(folder, 'plan.yaml'))
  if (!one || !other || !existsSync(one) || !existsSync(other)) return []
  return readFileSync(one, 'utf8') === readFileSync(other, 'utf8')
    ? []
    : [`plan.yaml: not the same text (diff ${one} ${other})`]
}

function share(text: string): number {
  const [, number] = /^(\d+(?:\.\d+)?)%$/.exec(text) ?? []
  if (number === undefined) throw new InvalidArgumentError('write a percentage, such as 5%')
  return Number(number) / 100
}

function level(text: string): number {
  const value = Number(text)
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError('write a number such as 0.01')
  return value
}

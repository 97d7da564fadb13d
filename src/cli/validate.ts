import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { parse } from 'yaml'
import { explain, InputError } from '../lib/errors.ts'
import { readInput } from '../load/read-file.ts'
import { type Context, show } from './context.ts'
import { parsePlan, parseTopology } from './inputs.ts'
import type { Run } from './run-type.ts'

export const validate = (program: Command, run: Run): void => {
  program
    .command('validate')
    .description('check topology and plan files; all problems of all files at once')
    .argument('<file...>', 'files, or folders: all .yaml files below them')
    .action(run(checkFiles))
}

interface Checked {
  readonly file: string
  readonly type: 'plan' | 'topology'
  readonly problems: readonly string[]
}

const checkFiles = async (context: Context, paths: readonly string[]): Promise<void> => {
  const checked: Checked[] = []
  for (const path of paths.flatMap(filesBelow)) checked.push(await check(context, path))
  const bad = checked.filter(({ problems }) => problems.length > 0)
  const good = checked.filter(isGood)
  if (context.options.json || good.length > 0) {
    show(context, checked, () =>
      good.map(({ file, type }) => `${file}: a valid ${type}`).join('\n'),
    )
  }
  if (bad.length === 0) return
  if (context.options.json) process.exitCode = 2
  else throw new InputError(bad.map(({ problems }) => problems.join('\n\n')).join('\n\n'))
}

const isGood = ({ problems }: Checked): boolean => problems.length === 0

const filesBelow = (path: string): readonly string[] => {
  if (path === '-' || !statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path]
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name) && !HIDDEN.test(name))
    .sort()
  if (names.length === 0) {
    throw new InputError(`${path}: no .yaml file in this folder or below it`)
  }
  return names.map((name) => join(path, name))
}

/** Nobody means these when naming the folder that they are in. */
const HIDDEN = /(^|[\\/])(node_modules[\\/]|\.)/

const check = async (context: Context, path: string): Promise<Checked> => {
  let type: Checked['type'] = 'topology'
  try {
    const { file, text } = await readInput(path)
    type = typeOf(text)
    if (type === 'plan') await parsePlan(context, file, text)
    else parseTopology(context, file, text)
    return { file: path, type, problems: [] }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { file: path, type, problems: error.hint ? [explain(error)] : error.problems }
  }
}

/** A plan has steps or a version, a topology has neither. Text that is no YAML is reported as a topology's. */
const typeOf = (text: string): Checked['type'] => {
  try {
    const value: unknown = parse(text, { logLevel: 'silent' })
    const isMap = typeof value === 'object' && value !== null
    return isMap && ['steps', 'version', 'topology', 'assertions'].some((key) => key in value)
      ? 'plan'
      : 'topology'
  } catch {
    return /^(steps|version|assertions):/m.test(text) ? 'plan' : 'topology'
  }
}

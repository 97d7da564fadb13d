import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { InputError } from '../lib/errors.ts'
import { TOPICS } from '../log/told.ts'
import type { Context } from './context.ts'
import { type LabOptions, showLab } from './events-of-lab.ts'
import { type RunOptions, showRun } from './events-of-run.ts'
import type { Run } from './run-type.ts'

export const events = (program: Command, run: Run): void => {
  program
    .command('events')
    .description('what happened in a run or happens in a lab, in plain words, on one time line')
    .argument('<run|lab>', 'a run folder, its name under the folder of runs, latest, or a lab')
    .option('-f, --follow', 'of a lab: go on until Ctrl-C, or until the lab is gone')
    .option('--messages', 'with --follow: UPDATEs too; keeps the agent, no fault by others')
    .option('--node <names>', 'only what happened at these routers, as in a,b')
    .option('--prefix <prefix>', 'only what is about it, or about the longest one around it')
    .option('--session <a--b>', 'only what is between these two routers')
    .option('--fault <step>', 'only while this fault had its effects')
    .option('--from <duration>', 'from this time on, as in 12s')
    .option('--to <duration>', 'until this time')
    .option('--type <topics>', `as in fault,update; known: ${TOPICS.join(', ')}`)
    .option('--repeat <number>', 'only this repeat of the plan')
    .option('--story', 'of --prefix in --fault: who lost it, tried what, chose what, why')
    .option('--absolute', 'time of day (UTC); else it counts from the steady state')
    .option('--runs <folder>', 'where run folders are', 'runs')
    .action(run(showEvents))
}

interface Options extends RunOptions, LabOptions {
  readonly runs: string
}

const showEvents = async (context: Context, name: string, options: Options): Promise<void> => {
  const path = [name, join(options.runs, name)].find(isRun)
  if (path === undefined) return showLab(context, name, options)
  if (options.follow || options.messages)
    throw new InputError(`${path} is a run: --follow and --messages are for labs`)
  await showRun(context, path, options)
}

/** A topology file stands for its lab, as everywhere. */
const isRun = (path: string): boolean =>
  existsSync(path) && (statSync(path).isDirectory() || path.endsWith('.jsonl'))

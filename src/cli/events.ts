import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { TOPICS } from '../log/told.ts'
import type { Context } from './context.ts'
import { type RunOptions, showRun } from './events-of-run.ts'
import type { Run } from './run-type.ts'

export const events = (program: Command, run: Run): void => {
  program
    .command('events')
    .description('what happened in a run, in plain words, on one time line')
    .argument('<run>', 'a run folder, its name under the folder of runs, or latest')
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

interface Options extends RunOptions {
  readonly runs: string
}

const showEvents = async (context: Context, name: string, options: Options): Promise<void> =>
  showRun(context, existsSync(name) ? name : join(options.runs, name), options)

import type { Command } from 'commander'
import { faults } from '../faults/index.ts'
import { InputError } from '../lib/errors.ts'
import { timelineToPlan } from '../run/expand-text.ts'
import { expand } from '../run/timeline.ts'
import { CELL_OPTION, planOfCell } from './cell-option.ts'
import type { Context } from './context.ts'
import { readPlan } from './inputs.ts'
import type { Run } from './run-type.ts'
import { showTimelines } from './show-timelines.ts'

export const plan = (program: Command, run: Run): void => {
  program
    .command('plan')
    .description('show what a plan will do, with every random draw made')
    .argument('<plan>', 'plan file, or - for stdin')
    .option('--expand', 'as a plan file that replays exactly this')
    .option(...CELL_OPTION)
    .action(run(showPlan))
}

interface Options {
  readonly expand?: boolean
  readonly cell?: string
}

const showPlan = async (context: Context, path: string, options: Options): Promise<void> => {
  const plan = planOfCell((await readPlan(context, path)).plan, options.cell)
  if (!options.expand) return showTimelines(context, plan)
  if (plan.cells)
    throw new InputError('--expand: a matrix is several plans', {
      hint: `choose one with --cell, such as --cell ${plan.cells[0]?.name}`,
    })
  context.print(timelineToPlan(plan, expand(plan, faults), faults))
}

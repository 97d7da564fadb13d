import type { Command } from 'commander'
import { faults } from '../faults/index.ts'
import { timelineToPlan } from '../run/expand-text.ts'
import { expand } from '../run/timeline.ts'
import { timelineText } from '../run/timeline-text.ts'
import { type Context, show } from './context.ts'
import { readPlan } from './inputs.ts'
import type { Run } from './run-type.ts'

export const plan = (program: Command, run: Run): void => {
  program
    .command('plan')
    .description('show what a plan will do, with every random draw made')
    .argument('<plan>', 'plan file, or - for stdin')
    .option('--expand', 'as a plan file that replays exactly this')
    .action(run(showPlan))
}

const showPlan = async (
  context: Context,
  path: string,
  { expand: asPlan }: { readonly expand?: boolean },
): Promise<void> => {
  const { plan: loaded } = await readPlan(context, path)
  const timeline = expand(loaded, faults)
  if (asPlan) return context.print(timelineToPlan(loaded, timeline, faults))
  show(context, [...loaded.load, ...timeline], () => timelineText(timeline, loaded.load))
}

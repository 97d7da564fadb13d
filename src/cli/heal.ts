import type { Command } from 'commander'
import { healLab } from '../backends/docker/heal.ts'
import { type Context, dockerOf, kindOf, refuseDryRun, show } from './context.ts'
import { labNameOf } from './inputs.ts'
import type { Run } from './run-type.ts'

export const heal = (program: Command, run: Run): void => {
  program
    .command('heal')
    .description('put a lab back to what its topology says, whatever was left behind in it')
    .argument('<lab>', 'name of the lab, or its topology file')
    .action(run(healIt))
}

const healIt = async (context: Context, lab: string): Promise<void> => {
  refuseDryRun(context, 'heal finds what is broken only by mending it')
  await using testbed = await dockerOf(context).attach(
    await labNameOf(context, lab),
    context.signal,
  )
  const found = await healLab(testbed, kindOf)
  show(context, found, () => (found.length > 0 ? found.join('\n') : 'nothing was broken'))
}

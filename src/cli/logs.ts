import type { Command } from 'commander'
import { topologyOf } from '../backends/docker/index.ts'
import { containerName } from '../backends/docker/labels.ts'
import { printLog } from '../backends/docker/logs.ts'
import { InputError } from '../lib/errors.ts'
import { type Context, dockerOf } from './context.ts'
import { labNameOf } from './inputs.ts'
import { requireNode } from './routes.ts'
import type { Run } from './run-type.ts'

export const logs = (program: Command, run: Run): void => {
  program
    .command('logs')
    .description("what a node's daemons say")
    .argument('<lab>', 'name of the lab, or its topology file')
    .argument('<node>', 'name of the node')
    .option('-f, --follow', 'go on as the log grows')
    .option('--tail <lines>', 'only the last lines')
    .action(run(showLogs))
}

const showLogs = async (
  context: Context,
  lab: string,
  node: string,
  { follow = false, tail }: { readonly follow?: boolean; readonly tail?: string },
): Promise<void> => {
  if (tail !== undefined && !/^\d+$/.test(tail))
    throw new InputError(`--tail ${tail}: not a number`)
  const { engine } = dockerOf(context)
  const topology = await topologyOf(engine, await labNameOf(context, lab))
  requireNode(topology, node)
  const options = { follow, tail: tail === undefined ? undefined : Number(tail) }
  await printLog(engine, containerName(topology.name, node), options, context.print, context.signal)
}

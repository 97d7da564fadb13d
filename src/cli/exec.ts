import type { Command } from 'commander'
import { execInNode } from '../backends/docker/exec.ts'
import { topologyOf } from '../backends/docker/index.ts'
import { containerName } from '../backends/docker/labels.ts'
import { type Context, dockerOf, refuseDryRun } from './context.ts'
import { labNameOf } from './inputs.ts'
import { requireNode } from './routes.ts'
import type { Run } from './run-type.ts'

export const exec = (program: Command, run: Run): void => {
  program
    .command('exec')
    .description('run a command inside a node; its exit status becomes ours')
    .argument('<lab>', 'name of the lab, or its topology file')
    .argument('<node>', 'name of the node')
    .argument('<command...>', 'the command; write -- before it')
    .passThroughOptions()
    .action(run(execute))
}

const execute = async (
  context: Context,
  lab: string,
  node: string,
  argv: readonly string[],
): Promise<void> => {
  refuseDryRun(context, 'what a command inside a node would do is not known beforehand')
  const { engine } = dockerOf(context)
  const topology = await topologyOf(engine, await labNameOf(context, lab))
  requireNode(topology, node)
  // Everything after the node's name is the command, the -- too.
  const command = argv[0] === '--' ? argv.slice(1) : argv
  process.exitCode = await execInNode(engine, containerName(topology.name, node), command)
}

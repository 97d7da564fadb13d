import type { Command } from 'commander'
import { desiredLab } from '../backends/docker/desired.ts'
import { tryLevers } from '../backends/docker/doctor.ts'
import { inventory } from '../backends/docker/inventory.ts'
import { reconcile } from '../backends/docker/reconcile.ts'
import type { Topology } from '../model/topology.ts'
import { type Context, dockerOf, kindOf, readTemplate, refuseDryRun, show } from './context.ts'
import { readTopology } from './inputs.ts'
import { containerStates, labStatus, statusText } from './lab-status.ts'
import { refuseSlowLinks, slowLinks } from './missing-levers.ts'
import type { Run } from './run-type.ts'

export const up = (program: Command, run: Run): void => {
  program
    .command('up')
    .description('bring a lab up, or change a running one to what the file says')
    .argument('<topology>', 'topology file, or - for stdin')
    .addHelpText(
      'after',
      '\nThe second time it does nothing. After a killed `up`: `up` again, or `down`.',
    )
    .action(run(bringUp))
}

const bringUp = async (context: Context, path: string): Promise<void> => {
  const topology = await readTopology(context, path)
  if (context.options.backend === 'sim') return tryOut(context, topology)
  const backend = dockerOf(context)
  if (context.options.dryRun) {
    const desired = desiredLab(topology, { kinds: kindOf, read: readTemplate })
    const changes = reconcile(desired, await inventory(backend.engine, topology.name))
    return show(context, changes, () => changesText(changes))
  }
  if (slowLinks(topology).length > 0) {
    refuseSlowLinks(topology, { levers: await tryLevers(backend.engine, backend.options) })
  }
  await using testbed = await backend.up(topology, context.signal)
  const status = await labStatus(testbed, await containerStates(backend.engine, topology.name))
  show(context, status, () => statusText(status))
}

/** Shows that the lab comes up, and how fast. */
const tryOut = async (context: Context, topology: Topology): Promise<void> => {
  refuseDryRun(context, 'a simulated lab changes nothing')
  const { startSimulator, upSinceMs } = await import('./sim-venue.ts')
  const testbed = await startSimulator(context, topology, context.options.seed ?? 1)
  const states = new Map(topology.nodes.map(({ name }) => [name, 'running']))
  const status = await labStatus(testbed, states)
  show(context, status, () => statusText(status))
  const took = (upSinceMs(testbed) / 1000).toFixed(1)
  context.note(`ready after ${took} s of virtual time; the lab is gone with this command`)
}

const changesText = (changes: ReturnType<typeof reconcile>): string => {
  const lines = [
    ...changes.removeContainers.map(
      ({ container, reason }) => `remove ${container.name}: ${reason}`,
    ),
    ...changes.removeNetworks.map((name) => `remove network ${name}`),
    ...changes.createNetworks.map(({ name, ipv4 }) => `create network ${name} ${ipv4.subnet}`),
    ...changes.createNodes.map(({ container, imageTag }) => `create ${container} from ${imageTag}`),
    ...changes.unpause.map((name) => `unpause ${name}`),
    ...changes.startNodes.map((name) => `start ${name}`),
  ]
  return lines.length > 0 ? lines.join('\n') : 'nothing to do: the lab is as the topology says'
}

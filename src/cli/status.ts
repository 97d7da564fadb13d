import type { Command } from 'commander'
import { inventory, labNames } from '../backends/docker/inventory.ts'
import { renderTable } from '../lib/table.ts'
import { type Context, dockerOf, show } from './context.ts'
import { containerStates, labStatus, statusText } from './lab-status.ts'
import { lookAt } from './look-at.ts'
import type { Run } from './run-type.ts'

export const status = (program: Command, run: Run): void => {
  program
    .command('status')
    .description('the labs of the engine, or the nodes and sessions of one')
    .argument('[lab]', 'name of the lab, or its topology file')
    .action(run(showStatus))
}

const showStatus = async (context: Context, lab: string | undefined): Promise<void> => {
  const backend = dockerOf(context)
  if (lab === undefined) return showLabs(context, backend.engine)
  const seen = await lookAt(context, lab)
  const found = await labStatus(seen, await containerStates(backend.engine, seen.topology.name))
  show(context, found, () => statusText(found))
}

const showLabs = async (
  context: Context,
  engine: Parameters<typeof labNames>[0],
): Promise<void> => {
  const labs = await Promise.all(
    (await labNames(engine)).map(async (name) => {
      const { containers, networks } = await inventory(engine, name)
      const nodes = containers.filter(({ role }) => role === 'node')
      const running = nodes.filter(({ state }) => state === 'running').length
      const busy = containers.some(({ role, state }) => role === 'agent' && state === 'running')
      return { lab: name, nodes: nodes.length, running, links: networks.length, busy }
    }),
  )
  const columns = [
    { title: 'LAB' },
    { title: 'NODES', align: 'right' as const },
    { title: 'RUNNING', align: 'right' as const },
    { title: 'LINKS', align: 'right' as const },
    { title: 'IN USE' },
  ]
  show(context, labs, () =>
    labs.length === 0
      ? 'no labs'
      : renderTable(
          columns,
          labs.map(({ lab, nodes, running, links, busy }) => [
            lab,
            String(nodes),
            String(running),
            String(links),
            busy ? 'yes' : 'no',
          ]),
        ),
  )
}

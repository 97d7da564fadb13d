import type { Command } from 'commander'
import { didYouMean } from '../lib/did-you-mean.ts'
import { InputError } from '../lib/errors.ts'
import { renderTable } from '../lib/table.ts'
import type { Topology } from '../model/topology.ts'
import { type Context, show } from './context.ts'
import { lookAt } from './look-at.ts'
import type { Run } from './run-type.ts'

export const routes = (program: Command, run: Run): void => {
  program
    .command('routes')
    .description("a node's best paths, and the gateways that its kernel has for them")
    .argument('<lab>', 'name of the lab, or its topology file')
    .argument('<node>', 'name of the node')
    .action(run(showRoutes))
}

const showRoutes = async (context: Context, lab: string, node: string): Promise<void> => {
  const seen = await lookAt(context, lab)
  requireNode(seen.topology, node)
  const found = await seen.routes(node, context.signal)
  const columns = [
    { title: 'PREFIX' },
    { title: 'NEXT HOP' },
    { title: 'KERNEL' },
    { title: 'AS PATH' },
  ]
  show(context, found, () =>
    renderTable(
      columns,
      found.map(({ prefix, nextHop, asPath, installed = [] }) => [
        prefix,
        nextHop,
        installed.join(' ') || '-',
        asPath.join(' '),
      ]),
    ),
  )
}

export const requireNode = ({ name, nodes }: Topology, node: string): void => {
  if (nodes.some((candidate) => candidate.name === node)) return
  const names = nodes.map((candidate) => candidate.name)
  throw new InputError(`lab ${name} has no node ${node}: ${didYouMean(node, names)}`)
}

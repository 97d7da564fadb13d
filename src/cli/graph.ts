import type { Command } from 'commander'
import { InputError } from '../lib/errors.ts'
import type { Topology } from '../model/topology.ts'
import type { Context } from './context.ts'
import { readTopology } from './inputs.ts'
import type { Run } from './run-type.ts'

export const graph = (program: Command, run: Run): void => {
  program
    .command('graph')
    .description('draw a topology as text for graphviz or mermaid')
    .argument('<topology>', 'topology file, or - for stdin')
    .option('--format <format>', 'dot, mermaid', 'dot')
    .action(run(drawIt))
}

const drawIt = async (
  context: Context,
  path: string,
  { format }: { readonly format: string },
): Promise<void> => {
  const draw = FORMATS[format]
  if (!draw)
    throw new InputError(`--format ${format}: known are ${Object.keys(FORMATS).join(', ')}`)
  context.print(draw(await readTopology(context, path)))
}

const dot = ({ name, nodes, links }: Topology): string => {
  const routers = nodes.map((node) => `  "${node.name}" [label="${node.name}\\nAS ${node.asn}"];`)
  const lines = links.map(({ ends: [a, b], relationship }) => {
    const label = relationship ? ` [label="${relationship}"]` : ''
    return `  "${a.node}" -- "${b.node}"${label};`
  })
  return [`graph "${name}" {`, '  node [shape=box];', ...routers, ...lines, '}'].join('\n')
}

// Node names may hold dashes and be words of mermaid: ids are numbers, names are labels.
const mermaid = ({ nodes, links }: Topology): string => {
  const id = (name: string) => `n${nodes.findIndex((node) => node.name === name)}`
  const routers = nodes.map((node) => `  ${id(node.name)}["${node.name}<br/>AS ${node.asn}"]`)
  const lines = links.map(({ ends: [a, b] }) => `  ${id(a.node)} --- ${id(b.node)}`)
  return ['graph LR', ...routers, ...lines].join('\n')
}

const FORMATS: Readonly<Record<string, (topology: Topology) => string>> = { dot, mermaid }

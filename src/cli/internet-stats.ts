import type { Command } from 'commander'
import { type GraphStatistics, statisticsOf } from '../internet/statistics.ts'
import { renderTable } from '../lib/table.ts'
import { type Context, refuseDryRun, show } from './context.ts'
import { asCount } from './internet-arguments.ts'
import { graphFor } from './internet-graph.ts'
import type { Run } from './run-type.ts'

export const stats = (group: Command, run: Run): void => {
  group
    .command('stats')
    .description('an AS graph in figures: links, tiers, degrees, provider cycles')
    .argument('[file]', 'AS relationships (as-rel or as-rel2, also gzip), or - for stdin')
    .option('--ases <number>', 'draw a graph of so many ASes instead', asCount)
    .action(run(statsOf))
}

const statsOf = async (
  context: Context,
  path: string | undefined,
  { ases }: { readonly ases?: number },
): Promise<void> => {
  refuseDryRun(context, 'nothing is changed by it')
  const figures = statisticsOf(await graphFor(context, path, ases))
  show(context, figures, () => statisticsTable(figures))
  for (const cycle of figures.providerCycles.slice(0, SHOWN))
    context.note(`provider cycle: ${[...cycle, cycle[0]].join(' > ')}`)
}

const SHOWN = 10

export const statisticsTable = (figures: GraphStatistics): string =>
  renderTable(
    [{ title: '' }, { title: '', align: 'right' }],
    [
      ['ASes', figures.ases],
      ['links', figures.links],
      ['  provider to customer', figures.customerProvider],
      ['  between peers', figures.peer],
      ['  between siblings', figures.sibling],
      ['ASes with customers', figures.transit],
      ['  without providers', figures.atTheTop],
      ['stubs', figures.stubs],
      ['  with several providers', figures.multihomedStubs],
      ['ASes with peers', figures.withPeers],
      ['most customers of one AS', figures.mostCustomers],
      ['most peers of one AS', figures.mostPeers],
      ['exponent of the customers', exponent(figures.customerExponent)],
      ['ASes apart from the rest', figures.apart],
      ['provider cycles', figures.providerCycles.length],
    ].map(([name, figure]) => [String(name), String(figure)]),
  ).trimStart()

const exponent = (value: number): string => (Number.isNaN(value) ? '-' : value.toFixed(2))

import type { Command } from 'commander'
import { type AsGraph, isNeighbour } from '../internet/graph.ts'
import { type Answer, type Answered, answer, type Row } from '../internet/solve/answer.ts'
import type { Removal } from '../internet/without.ts'
import { InputError } from '../lib/errors.ts'
import { type Context, refuseDryRun, show } from './context.ts'
import { asCount, asNumber, asNumbers, type Cut, cuts } from './internet-arguments.ts'
import { asOf, graphFor } from './internet-graph.ts'
import type { Run } from './run-type.ts'
import { writeLines } from './write-lines.ts'

export const solve = (group: Command, run: Run): void => {
  group
    .command('solve')
    .description('the routes of all ASes to one origin, and what an outage, hijack or leak changes')
    .argument('[file]', 'AS relationships (as-rel or as-rel2, also gzip), or - for stdin')
    .option('--ases <number>', 'draw a graph of so many ASes instead', asCount)
    .requiredOption('--origin <asn>', 'who announces the prefix', asNumber)
    .option('--without <asn|asn-asn>', 'take an AS or a link out; may be repeated', cuts)
    .option('--hijacker <asn>', 'announces the same prefix', asNumber)
    .option('--forged-origin', 'the hijacker puts the true origin behind itself')
    .option('--leaker <asn>', 'tells its route to all neighbours', asNumber)
    .option('--from <asn>', 'show the path of this AS; may be repeated', asNumbers)
    .option('--routes', 'print the route of every AS instead: AS|learned from|path')
    .action(run(solveIt))
}

interface Options {
  readonly ases?: number
  readonly origin: number
  readonly without?: readonly Cut[]
  readonly hijacker?: number
  readonly forgedOrigin?: boolean
  readonly leaker?: number
  readonly from?: readonly number[]
  readonly routes?: boolean
}

const solveIt = async (
  context: Context,
  path: string | undefined,
  options: Options,
): Promise<void> => {
  refuseDryRun(context, 'nothing is changed by it')
  const graph = await graphFor(context, path, options.ases)
  const answered = answer(graph, questionOf(graph, options))
  if (options.routes) return writeLines(context, routeLines(graph, answered), undefined)
  const shown = options.from?.map((asn) => answered.row(asOf(graph, asn, '--from'))) ?? []
  show(context, { ...answered.answer, paths: shown }, () => text(answered.answer, shown))
}

const questionOf = (graph: AsGraph, options: Options) => {
  const { hijacker, leaker, forgedOrigin, origin, without } = options
  if (forgedOrigin && hijacker === undefined)
    throw new InputError('--forged-origin goes with --hijacker')
  if (hijacker === origin) throw new InputError('--hijacker: an AS cannot hijack its own prefix')
  return {
    origin: asOf(graph, origin, '--origin'),
    ...(without && { removal: removalOf(graph, without) }),
    ...(hijacker !== undefined && { hijacker: asOf(graph, hijacker, '--hijacker') }),
    ...(forgedOrigin && { forgedOrigin }),
    ...(leaker !== undefined && { leaker: asOf(graph, leaker, '--leaker') }),
  }
}

const removalOf = (graph: AsGraph, all: readonly Cut[]): Removal => {
  const links: [number, number][] = []
  const ases: number[] = []
  for (const cut of all)
    if (typeof cut === 'number') ases.push(asOf(graph, cut, '--without'))
    else links.push(linkOf(graph, cut))
  return { links, ases }
}

const linkOf = (graph: AsGraph, [a, b]: readonly [number, number]): [number, number] => {
  const ends: [number, number] = [asOf(graph, a, '--without'), asOf(graph, b, '--without')]
  const { providers, customers, peers, siblings } = graph
  if ([providers, customers, peers, siblings].some((rows) => isNeighbour(rows, ...ends)))
    return ends
  throw new InputError(`--without ${a}-${b}: the two are no neighbours`)
}

function* routeLines(graph: AsGraph, { row }: Answered): Generator<string> {
  for (let id = 0; id < graph.size; id++) {
    const { asn, learnedFrom = 'none', path = [] } = row(id)
    yield `${asn}|${learnedFrom}|${path.join(' ')}`
  }
}

const text = (found: Answer, rows: readonly Row[]): string => {
  const { customer, peer, provider, unreached, changes, hijack, leak } = found
  const reached = customer + peer + provider
  const lines = [
    `origin ${found.origin}: ${reached} other ASes have a route, ${unreached} have none`,
    `learned from a customer ${customer}, a peer ${peer}, a provider ${provider}`,
    ...(reached > 0
      ? [`path length: ${found.meanLength.toFixed(2)} on average, at most ${found.longest}`]
      : []),
  ]
  if (changes)
    lines.push(
      `without what was taken out: ${changes.lost} lost their route, ${changes.moved} have ` +
        `another next hop, ${changes.longer} a longer path, ${changes.shorter} a shorter one`,
    )
  if (hijack)
    lines.push(
      `hijack by ${hijack.attacker}${hijack.forgedOrigin ? ' with a forged origin' : ''}: ` +
        `${share(hijack.toAttacker, hijack)} of the others believe it, ` +
        `${hijack.toVictim} stay with ${found.origin}, ${hijack.nowhere} have no route`,
    )
  if (leak)
    lines.push(
      leak.leaks
        ? `leak by ${leak.leaker}: the ways of ${leak.after} ASes lead through it, ` +
            `before ${leak.before}`
        : `leak by ${leak.leaker}: it has no route of others to leak`,
    )
  return [...lines, ...rows.map(rowText)].join('\n')
}

const share = (
  part: number,
  { toAttacker, toVictim, nowhere }: NonNullable<Answer['hijack']>,
): string => {
  const all = toAttacker + toVictim + nowhere
  return `${part} (${((100 * part) / Math.max(1, all)).toFixed(1)} %)`
}

const rowText = ({ asn, learnedFrom, path }: Row): string => {
  if (path === undefined) return `${asn}: no route`
  return path.length === 0 ? `${asn}: own prefix` : `${asn}: ${path.join(' ')} (${learnedFrom})`
}

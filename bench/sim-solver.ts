/**
 * The solver for graphs as large as the Internet: time for one origin at three sizes, over a sample of
 * origins; with `--all`, every origin of the largest graph one after the other. Then a file of half a
 * million relationships from its octets to a graph. Memory is that of the whole process.
 */
import { parseAsRel } from '../src/internet/as-rel/parse.ts'
import { asRelLines } from '../src/internet/as-rel/write.ts'
import { drawInternet } from '../src/internet/draw/internet.ts'
import { type AsGraph, buildGraph, linkCounts } from '../src/internet/graph.ts'
import { hijack } from '../src/internet/solve/hijack.ts'
import { pathLengthOf, reached } from '../src/internet/solve/routes.ts'
import { Solver } from '../src/internet/solve/solver.ts'
import { createRandom, type Random } from '../src/lib/random.ts'
import { benchTable, quantile } from './table.ts'

const SIZES = [1000, 10_000, 78_000]
const SAMPLE = 1000
/** Enough that the code is compiled before it is timed. */
const WARM_UP = 200
const PAIRS = 1000
const LOADS = 5

export const main = async (args: readonly string[]): Promise<void> => {
  const random = createRandom(1)
  const graphs = SIZES.map(graphOf)
  const rows = graphs.map((graph) => oneOrigin(graph, random.fork(`${graph.size}`)))
  print(benchTable(ORIGIN_TITLES, rows))
  print(`${SAMPLE} origins at random; all of them on one core: reckoned from the mean\n`)
  const internet = graphs.at(-1) as AsGraph
  print(benchTable(PAIR_TITLES, [pairs(internet, random.fork('pairs'))]))
  print(`${PAIRS} random pairs of victim and attacker, with who believes whom\n`)
  if (args.includes('--all')) print(`${benchTable(ALL_TITLES, [allOrigins(internet)])}\n`)
  print(benchTable(LOAD_TITLES, [loading(internet)]))
  print(`the fastest and the slowest of ${LOADS}`)
}

const print = (text: string): void => void process.stdout.write(`${text}\n`)

const graphOf = (ases: number): AsGraph =>
  buildGraph(drawInternet(ases, createRandom(1).fork('generate/internet')).links)

type Row = readonly [string, ...number[]]

const ORIGIN_TITLES = [
  'one origin',
  'links',
  'min ms',
  'median ms',
  'p95 ms',
  'max ms',
  'mean path',
  'all origins s',
  'memory MB',
]

const oneOrigin = (graph: AsGraph, random: Random): Row => {
  const solver = new Solver(graph)
  const times: number[] = []
  let [hops, ways] = [0, 0]
  for (let i = -WARM_UP; i < SAMPLE; i++) {
    const origin = random.integer(0, graph.size - 1)
    const from = performance.now()
    const routes = solver.origins(origin)
    const ms = performance.now() - from
    if (i < 0) continue
    times.push(ms)
    ways += reached(routes)
    for (let id = 0; id < graph.size; id++) hops += pathLengthOf(routes, id)
  }
  const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length
  return [
    `${graph.size} ASes`,
    linksOf(graph),
    Math.min(...times),
    quantile(times, 0.5),
    quantile(times, 0.95),
    Math.max(...times),
    hops / ways,
    (mean * graph.size) / 1000,
    memoryMb(),
  ]
}

const linksOf = (graph: AsGraph): number => {
  const { customerProvider, peer, sibling } = linkCounts(graph)
  return customerProvider + peer + sibling
}

const memoryMb = (): number => process.memoryUsage.rss() / 1e6

const PAIR_TITLES = ['hijacks', 'seconds', 'ms each', 'believe it %']

const pairs = (graph: AsGraph, random: Random): Row => {
  const solver = new Solver(graph)
  let [believers, others] = [0, 0]
  const from = performance.now()
  for (let i = 0; i < PAIRS; i++) {
    const victim = random.integer(0, graph.size - 1)
    const attacker = (victim + random.integer(1, graph.size - 1)) % graph.size
    const { toAttacker, toVictim } = hijack(solver, { victim, attacker })
    believers += toAttacker
    others += toVictim
  }
  const seconds = (performance.now() - from) / 1000
  const share = (100 * believers) / (believers + others)
  return [`${graph.size} ASes`, seconds, (1000 * seconds) / PAIRS, share]
}

const ALL_TITLES = ['all origins', 'seconds', 'CPU s', 'ms each', 'ways found', 'memory MB']

const allOrigins = (graph: AsGraph): Row => {
  const solver = new Solver(graph)
  const cpu = process.cpuUsage()
  const from = performance.now()
  let ways = 0
  for (let origin = 0; origin < graph.size; origin++) ways += reached(solver.origins(origin))
  const seconds = (performance.now() - from) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const each = (1000 * seconds) / graph.size
  return [`${graph.size} ASes`, seconds, (user + system) / 1e6, each, ways, memoryMb()]
}

const LOAD_TITLES = ['as-rel2 file', 'lines', 'MB', 'fastest ms', 'slowest ms', 'memory MB']

const loading = (graph: AsGraph): Row => {
  const lines = [...asRelLines(graph, { source: 'bgp' })]
  const octets = new TextEncoder().encode(`${lines.join('\n')}\n`)
  const times = Array.from({ length: LOADS }, () => {
    const from = performance.now()
    buildGraph(parseAsRel('bench', octets).links)
    return performance.now() - from
  })
  const memory = memoryMb()
  return [
    `${graph.size} ASes`,
    lines.length,
    octets.length / 1e6,
    Math.min(...times),
    Math.max(...times),
    memory,
  ]
}

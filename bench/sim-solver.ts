/**
 * The solver for graphs as large as the Internet: time for one origin at three sizes, over a sample of
 * origins; with `--all`, every origin of the largest graph one after the other. Then a file of half a
 * million relationships from its octets to a graph. Memory is that of the whole process. CPU time is
 * beside wall time, because other work on the machine makes only the latter longer.
 */
import { parseAsRel } from '../src/internet/as-rel/parse.ts'
import { asRelLines } from '../src/internet/as-rel/write.ts'
import { drawInternet } from '../src/internet/draw/internet.ts'
import { type AsGraph, buildGraph, linkCounts } from '../src/internet/graph.ts'
import { hijack } from '../src/internet/solve/hijack.ts'
import { hasRoute, pathLengthOf, reached } from '../src/internet/solve/routes.ts'
import { Solver } from '../src/internet/solve/solver.ts'
import { createRandom, type Random } from '../src/lib/random.ts'
import { benchTable, quantile } from './table.ts'

const SIZES = [1000, 10_000, 78_000]
const SAMPLE = 1000
/** Enough that the code is compiled before it is timed. */
const WARM_UP = 200
/** Origins for the mean length of paths. */
const LENGTHS = 50
const PAIRS = 1000
const LOADS = 5

export const main = async (args: readonly string[]): Promise<void> => {
  const random = createRandom(1)
  const graphs = SIZES.map(graphOf)
  const rows = graphs.map((graph) => oneOrigin(graph, random.fork(`${graph.size}`)))
  print(benchTable(ORIGIN_TITLES, rows))
  print(`${SAMPLE} origins at random; all of them on one core is reckoned from the mean\n`)
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
  'CPU ms each',
  'all, CPU s',
  'mean path',
  'memory MB',
]

const oneOrigin = (graph: AsGraph, random: Random): Row => {
  const solver = new Solver(graph)
  const times: number[] = []
  const draw = () => random.integer(0, graph.size - 1)
  for (let i = 0; i < WARM_UP; i++) solver.origins(draw())
  const cpu = process.cpuUsage()
  for (let i = 0; i < SAMPLE; i++) {
    const origin = draw()
    const from = performance.now()
    solver.origins(origin)
    times.push(performance.now() - from)
  }
  const cpuMs = cpuMsSince(cpu)
  return [
    `${graph.size} ASes`,
    linksOf(graph),
    Math.min(...times),
    quantile(times, 0.5),
    quantile(times, 0.95),
    Math.max(...times),
    cpuMs / SAMPLE,
    ((cpuMs / SAMPLE) * graph.size) / 1000,
    meanPath(solver, Array.from({ length: LENGTHS }, draw)),
    memoryMb(),
  ]
}

const meanPath = (solver: Solver, origins: readonly number[]): number => {
  let [hops, ways] = [0, 0]
  for (const origin of origins) {
    const routes = solver.origins(origin)
    ways += reached(routes) - 1
    for (let id = 0; id < solver.graph.size; id++)
      if (hasRoute(routes, id)) hops += pathLengthOf(routes, id)
  }
  return hops / ways
}

const cpuMsSince = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

const linksOf = (graph: AsGraph): number => {
  const { customerProvider, peer, sibling } = linkCounts(graph)
  return customerProvider + peer + sibling
}

const memoryMb = (): number => process.memoryUsage.rss() / 1e6

const PAIR_TITLES = ['hijacks', 'seconds', 'CPU s', 'CPU ms each', 'believe it %']

const pairs = (graph: AsGraph, random: Random): Row => {
  const solver = new Solver(graph)
  let [believers, others] = [0, 0]
  const cpu = process.cpuUsage()
  const from = performance.now()
  for (let i = 0; i < PAIRS; i++) {
    const victim = random.integer(0, graph.size - 1)
    const attacker = (victim + random.integer(1, graph.size - 1)) % graph.size
    const { toAttacker, toVictim } = hijack(solver, { victim, attacker })
    believers += toAttacker
    others += toVictim
  }
  const seconds = (performance.now() - from) / 1000
  const cpuMs = cpuMsSince(cpu)
  const share = (100 * believers) / (believers + others)
  return [`${graph.size} ASes`, seconds, cpuMs / 1000, cpuMs / PAIRS, share]
}

const ALL_TITLES = ['all origins', 'seconds', 'CPU s', 'CPU ms each', 'ways found', 'memory MB']

const allOrigins = (graph: AsGraph): Row => {
  const solver = new Solver(graph)
  const cpu = process.cpuUsage()
  const from = performance.now()
  let ways = 0
  for (let origin = 0; origin < graph.size; origin++) ways += reached(solver.origins(origin))
  const seconds = (performance.now() - from) / 1000
  const cpuMs = cpuMsSince(cpu)
  return [`${graph.size} ASes`, seconds, cpuMs / 1000, cpuMs / graph.size, ways, memoryMb()]
}

const LOAD_TITLES = [
  'as-rel2 file',
  'lines',
  'MB',
  'fastest ms',
  'slowest ms',
  'CPU ms each',
  'memory MB',
]

const loading = (graph: AsGraph): Row => {
  const lines = [...asRelLines(graph, { source: 'bgp' })]
  const octets = new TextEncoder().encode(`${lines.join('\n')}\n`)
  const cpu = process.cpuUsage()
  const times = Array.from({ length: LOADS }, () => {
    const from = performance.now()
    buildGraph(parseAsRel('bench', octets).links)
    return performance.now() - from
  })
  const cpuMs = cpuMsSince(cpu)
  return [
    `${graph.size} ASes`,
    lines.length,
    octets.length / 1e6,
    Math.min(...times),
    Math.max(...times),
    cpuMs / LOADS,
    memoryMb(),
  ]
}

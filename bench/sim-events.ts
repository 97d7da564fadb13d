/**
 * The event simulator: messages/s of both routing logics, Tdown of 1,000 ASes, Tup of 10,000, and the
 * growth with size. CPU time is beside wall time: other work on the machine makes only the latter longer.
 */
import { simulateCompact } from '../src/events/compact/simulate.ts'
import { networkOfGraph } from '../src/events/exact/network.ts'
import { simulateExact } from '../src/events/exact/simulate.ts'
import type { EventGraph } from '../src/events/graph.ts'
import { eventGraphOf } from '../src/events/internet-graph.ts'
import type { EventResult } from '../src/events/result.ts'
import { barabasiAlbertGraph, cliqueGraph } from '../src/events/shapes.ts'
import type { Simulation } from '../src/events/simulation.ts'
import type { Timing } from '../src/events/timing.ts'
import { drawInternet } from '../src/internet/draw/internet.ts'
import { buildGraph } from '../src/internet/graph.ts'
import { createRandom } from '../src/lib/random.ts'
import { benchTable } from './table.ts'

/** Links of 10 to 100 ms, routers that need up to a millisecond for a message, MRAI as in Quagga 1.2. */
const TIMING: Timing = {
  delayMs: [10, 100],
  jitterMs: 5,
  processingMs: [0.1, 1],
  mrai: { ms: 3000, per: 'tick' },
}
const NO_MRAI: Timing = { delayMs: [10, 100], jitterMs: 5, processingMs: [0.1, 1] }
const SIZES = [100, 300, 1000, 3000, 10_000]
const LONG_MS = 100_000
const WARM_UP = 10
const ORIGINS = 50

/** Prints its tables. */
export const benchEvents = (): void => {
  // The first messages of a process are compiled while they are handled.
  for (let n = 0; n < WARM_UP; n++) rows('', barabasi(300, false), TIMING)
  print(
    'compact, drawn Internet, MRAI 3 s',
    SIZES.flatMap((n) => rows(String(n), internet(n), TIMING)),
  )
  print(`compact, drawn Internet, MRAI 3 s, ${ORIGINS} origins one after the other`, inARow())
  print('compact, Barabasi-Albert with relations by degree, MRAI 3 s', growth(SIZES, true))
  print('compact, Barabasi-Albert without relations, MRAI 3 s', growth(SIZES.slice(0, 3), false))
  print(
    'compact, Barabasi-Albert with relations, no MRAI',
    rows('10000', barabasi(10_000, true), NO_MRAI),
  )
  print(
    'compact, cliques, MRAI 3 s',
    [30, 100].flatMap((n) => rows(String(n), cliqueGraph(n), TIMING)),
  )
  print('exact, Barabasi-Albert with relations, MRAI 3 s', exactRows())
}

const TITLES = [
  '',
  'edges',
  'build s',
  's',
  'CPU s',
  'messages',
  'messages/CPU s',
  'simulated s',
  'MB',
]

type Row = readonly [string, ...number[]]

const print = (title: string, table: readonly Row[]): void =>
  void process.stdout.write(`${title}\n${benchTable(TITLES, table)}\n\n`)

const barabasi = (nodes: number, related: boolean): EventGraph =>
  barabasiAlbertGraph({ nodes, attach: 2, seed: 1, related })

const internet = (ases: number): EventGraph =>
  eventGraphOf(buildGraph(drawInternet(ases, createRandom(1)).links))

/** What is still being compiled counts for little here. */
const inARow = (): Row[] => {
  const graph = internet(10_000)
  const origins = Array.from({ length: ORIGINS }, (_, n) => (n * 7919) % graph.nodes)
  const make = () => simulateCompact({ graph, timing: TIMING, seed: 1 })
  return upAndDown(String(graph.nodes), graph, make, origins)
}

const growth = (sizes: readonly number[], related: boolean): Row[] =>
  sizes.flatMap((nodes) => rows(String(nodes), barabasi(nodes, related), TIMING))

const rows = (name: string, graph: EventGraph, timing: Timing): Row[] =>
  upAndDown(name, graph, () => simulateCompact({ graph, timing, seed: 1 }))

const exactRows = (): Row[] =>
  [100, 1000, 10_000].flatMap((nodes) => {
    const graph = barabasi(nodes, true)
    const network = networkOfGraph(graph)
    return upAndDown(String(nodes), graph, () =>
      simulateExact({ graph, network, timing: TIMING, seed: 1 }),
    )
  })

/** Each origin announces and takes back, one after the other; the default is the newest AS, at the edge. */
const upAndDown = (
  name: string,
  graph: EventGraph,
  make: () => Simulation,
  origins: readonly number[] = [graph.nodes - 1],
): Row[] => {
  const from = performance.now()
  const simulation = make()
  const built = (performance.now() - from) / 1000
  const sums = { announce: new Sum(), withdraw: new Sum() }
  for (const node of origins)
    for (const type of ['announce', 'withdraw'] as const) {
      sums[type].add(() => simulation.perform([{ type, node }]))
      simulation.wait(LONG_MS)
    }
  const row = (label: string, { seconds, cpu, messages, simulated }: Sum): Row => {
    const memory = process.memoryUsage.rss() / 1e6
    const edges = graph.target.length
    const mean = simulated / origins.length
    return [label, edges, built, seconds, cpu, messages, messages / cpu, mean, memory]
  }
  return [row(`${name} Tup`, sums.announce), row(`${name} Tdown`, sums.withdraw)]
}

class Sum {
  seconds = 0
  cpu = 0
  messages = 0
  /** Convergence, in simulated seconds. */
  simulated = 0

  add(perform: () => EventResult): void {
    const from = performance.now()
    const cpu = process.cpuUsage()
    const { messages, convergenceMs } = perform()
    const { user, system } = process.cpuUsage(cpu)
    this.seconds += (performance.now() - from) / 1000
    this.cpu += (user + system) / 1e6
    this.messages += messages
    this.simulated += convergenceMs / 1000
  }
}

export const main = async (): Promise<void> => benchEvents()

/** The fast logic against the one of Router objects: every message, at the same time, in the same order. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Mrai } from '../../src/bgp/router/config.ts'
import { simulateCompact } from '../../src/events/compact/simulate.ts'
import { networkOfGraph } from '../../src/events/exact/network.ts'
import { simulateExact } from '../../src/events/exact/simulate.ts'
import { type EventGraph, type GraphLink, graphOf } from '../../src/events/graph.ts'
import type { Change, Simulation } from '../../src/events/simulation.ts'
import type { Timing } from '../../src/events/timing.ts'
import { createRandom, type Random } from '../../src/lib/random.ts'

const RUNS = Number(process.env.LEMUR_RUNS ?? 300)

test('compact and exact send the same messages in the same order, and end in the same state', () => {
  let messages = 0
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
      const random = createRandom(seed)
      const graph = randomGraph(random)
      const timing = randomTiming(random)
      const history = randomHistory(graph, random)
      const compact = follow(graph, history, (onSent) =>
        simulateCompact({ graph, timing, seed, onSent }),
      )
      const exact = follow(graph, history, (onSent) =>
        simulateExact({ graph, timing, seed, onSent, network: networkOfGraph(graph) }),
      )
      messages += compact.filter((line) => line.includes(' says ')).length
      assert.deepEqual(compact, exact)
    }),
    { numRuns: RUNS, seed: 4711 },
  )
  assert.ok(messages > 20 * RUNS, `the networks say something: ${messages}`)
})

type OnSent = (sent: { atMs: number; edge: number; message: number }) => void

/** Everything that can be seen of a run, in words. */
const follow = (
  graph: EventGraph,
  history: readonly (readonly Change[])[],
  make: (onSent: OnSent) => Simulation,
): string[] => {
  const lines: string[] = []
  const simulation = make(({ atMs, edge, message }) => {
    const path = simulation.speakers.messagePath(message)
    const [from, to] = [graph.source[edge], graph.target[edge]]
    lines.push(`${atMs} ${from} says to ${to}: ${path?.join(' ') ?? 'withdrawn'}`)
  })
  for (const changes of history) {
    // Short: the next event often comes before the last one is over.
    const { explored, blackholeMs, loopMs, ...rest } = simulation.perform(changes, { ms: 40 })
    lines.push(JSON.stringify({ ...rest, explored: [...explored] }))
    lines.push(JSON.stringify([[...blackholeMs], [...loopMs]]))
  }
  simulation.perform([])
  for (let node = 0; node < graph.nodes; node++) {
    const path = simulation.speakers.asPath(node)?.join(' ')
    lines.push(`${node} ends with ${path ?? 'nothing'} over ${simulation.speakers.via(node)}`)
  }
  return lines
}

/** Without relations, or with relations that make nobody its own provider's provider. */
const randomGraph = (random: Random): EventGraph => {
  const nodes = random.integer(2, 12)
  const isRelated = random.next() < 0.7
  const links = new Map<string, GraphLink>()
  const link = (a: number, b: number) => {
    const [high, low] = a < b ? ([a, b] as const) : ([b, a] as const)
    const secondIs = random.next() < 0.3 ? 'peer' : 'customer'
    links.set(`${high} ${low}`, { ends: [high, low], ...(isRelated && { secondIs }) })
  }
  for (let node = 1; node < nodes; node++) link(node, random.integer(0, node - 1))
  for (let n = random.integer(0, 2 * nodes); n > 0; n--) {
    const [a, b] = [random.integer(0, nodes - 1), random.integer(0, nodes - 1)]
    if (a !== b) link(a, b)
  }
  return graphOf(
    nodes,
    [...links.values()].sort(() => random.next() - 0.5),
  )
}

const randomTiming = (random: Random): Timing => ({
  delayMs: random.next() < 0.5 ? random.integer(1, 5) : [1, 20],
  ...(random.next() < 0.5 && { jitterMs: random.integer(1, 10) }),
  ...(random.next() < 0.5 && { processingMs: random.next() < 0.5 ? 2 : ([0, 7] as const) }),
  ...(random.next() < 0.7 && { mrai: randomMrai(random) }),
  mraiJitter: random.next() < 0.5,
})

const randomMrai = (random: Random): Mrai => ({
  ms: random.integer(1, 60),
  per: (['peer', 'tick', 'prefix'] as const)[random.integer(0, 2)] as Mrai['per'],
  ...(random.next() < 0.4 && { withdrawals: true }),
})

const randomHistory = (graph: EventGraph, random: Random): Change[][] => {
  const node = () => random.integer(0, graph.nodes - 1)
  const one = (): Change => {
    const edge = random.integer(0, graph.target.length - 1)
    const ends = [graph.source[edge], graph.target[edge]] as [number, number]
    // More comes than goes.
    const types = ['announce', 'withdraw', 'link-down', 'link-up', 'announce', 'link-up'] as const
    const type = types[random.integer(0, 5)] as Change['type']
    return type === 'announce' || type === 'withdraw' ? { type, node: node() } : { type, ends }
  }
  const events = Array.from({ length: random.integer(4, 10) }, () =>
    Array.from({ length: random.integer(1, 2) }, one),
  )
  return [[{ type: 'announce', node: node() }], ...events]
}

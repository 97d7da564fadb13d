/** Two ways to the stable state of a large graph: message by message, and the solver's three passes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { simulateCompact } from '../../src/events/compact/simulate.ts'
import { eventGraphOf } from '../../src/events/internet-graph.ts'
import { drawInternet } from '../../src/internet/draw/internet.ts'
import { type AsGraph, buildGraph, neighboursOf } from '../../src/internet/graph.ts'
import { pathOf } from '../../src/internet/solve/routes.ts'
import { Solver } from '../../src/internet/solve/solver.ts'
import { without } from '../../src/internet/without.ts'
import { createRandom } from '../../src/lib/random.ts'

test('on drawn Internets, whole and with a link cut, messages end in the routes that the solver finds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
      const random = createRandom(seed)
      const graph = buildGraph(drawInternet(random.integer(20, 400), random).links)
      const origin = random.integer(0, graph.size - 1)
      const simulation = simulateCompact({
        graph: eventGraphOf(graph),
        timing: { delayMs: [1, 100], jitterMs: 20, mrai: { ms: 500, per: 'tick' } },
        seed,
      })
      const { outcome } = simulation.perform([{ type: 'announce', node: origin }])
      assert.equal(outcome, 'converged')
      const heard = (id: number) => simulation.speakers.asPath(id)
      compare(graph, origin, heard)
      const provider = neighboursOf(graph.providers, origin)[0]
      if (provider === undefined) return
      const ends = [origin, provider] as const
      simulation.perform([{ type: 'link-down', ends }])
      compare(without(graph, { links: [ends] }), origin, heard)
      simulation.perform([{ type: 'link-up', ends }])
      compare(graph, origin, heard)
    }),
    { numRuns: 25, seed: 4711 },
  )
})

const compare = (
  graph: AsGraph,
  origin: number,
  heard: (id: number) => readonly number[] | undefined,
): void => {
  const routes = new Solver(graph).origins(origin)
  for (let id = 0; id < graph.size; id++)
    assert.deepEqual(
      heard(id)?.map((asn) => asn - 1),
      pathOf(routes, id),
      `AS ${graph.asns[id]}`,
    )
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawInternet } from '../../../src/internet/draw/internet.ts'
import { buildGraph } from '../../../src/internet/graph.ts'
import { reached } from '../../../src/internet/solve/routes.ts'
import { Solver } from '../../../src/internet/solve/solver.ts'
import { statisticsOf } from '../../../src/internet/statistics.ts'
import { createRandom } from '../../../src/lib/random.ts'

const drawn = (ases: number, seed: number) =>
  buildGraph(drawInternet(ases, createRandom(seed)).links)

/** `figure` is within a share of `expected`. */
const near = (figure: number, expected: number, share: number): void =>
  assert.ok(Math.abs(figure - expected) <= share * expected, `${figure}, expected ${expected}`)

for (const seed of [1, 2])
  test(`78,000 ASes are like the Internet: seed ${seed}`, () => {
    const figures = statisticsOf(drawn(78_000, seed))
    assert.equal(figures.ases, 78_000)
    // Published: about 490,000 links, 136,000 of them to customers and 350,000 between peers.
    near(figures.links, 490_000, 0.02)
    near(figures.customerProvider, 136_739, 0.01)
    near(figures.peer, 350_000, 0.001)
    assert.equal(figures.atTheTop, 16)
    // Faloutsos et al. found 2.1 to 2.2.
    near(figures.customerExponent, 2.15, 0.1)
    near(figures.stubs / figures.ases, 0.87, 0.04)
    assert.deepEqual([figures.apart, figures.providerCycles], [0, []])
  })

test('any size: as many ASes as asked for, no provider cycle, every AS reaches every other', () => {
  for (const ases of [2, 3, 4, 5, 8, 13, 40, 200]) {
    const graph = drawn(ases, ases)
    const { apart, providerCycles, ...figures } = statisticsOf(graph)
    assert.deepEqual([figures.ases, apart, providerCycles], [ases, 0, []])
    const solver = new Solver(graph)
    for (let id = 0; id < ases; id++) assert.equal(reached(solver.origins(id)), ases)
  }
})

test('the same seed draws the same graph, another seed another', () => {
  assert.deepEqual(drawn(500, 7), drawn(500, 7))
  assert.notDeepEqual(drawn(500, 7), drawn(500, 8))
})

test('no AS number is reserved, and the clique has no other peers', () => {
  const { asns, tiers, links } = drawInternet(70_000, createRandom(1))
  assert.ok(!asns.includes(23_456) && !asns.some((asn) => asn >= 64_496 && asn <= 65_551))
  const clique = new Set(asns.slice(0, tiers.tierOne))
  let outside = 0
  for (let i = 0; i < links.size; i++) {
    const { a, b, type } = links.at(i)
    if (type === 1 && clique.has(a) !== clique.has(b)) outside++
  }
  assert.equal(outside, 0)
})

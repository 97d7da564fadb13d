import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type AsGraph, idOfAsn, isNeighbour, neighboursOf } from '../../../src/internet/graph.ts'
import {
  hasRoute,
  learnedFrom,
  nextHopOf,
  pathLengthOf,
  pathOf,
  type Routes,
  reached,
} from '../../../src/internet/solve/routes.ts'
import { Solver } from '../../../src/internet/solve/solver.ts'
import { without } from '../../../src/internet/without.ts'
import { NO_IMPAIRMENT } from '../../../src/model/impairment.ts'
import { solve } from '../../../src/solve/solve.ts'
import { lab } from '../../solve/lab.ts'
import { graphOf, graphOfEdges, hierarchies } from '../as-graphs.ts'
import { askAround } from './path-vector.ts'

/** `'2 customer 1'`: by way of whom, learned from what, how far. */
const text = (routes: Routes, asn: number): string => {
  const id = idOfAsn(routes.graph, asn)
  if (!hasRoute(routes, id)) return 'none'
  const via = routes.graph.asns[nextHopOf(routes, id)]
  return `${via} ${learnedFrom(routes, id)} ${pathLengthOf(routes, id)}`
}
const routesTo = (graph: AsGraph, asn: number): Routes =>
  new Solver(graph).origins(idOfAsn(graph, asn))
const asnPath = (routes: Routes, asn: number): number[] | undefined =>
  pathOf(routes, idOfAsn(routes.graph, asn))?.map((id) => routes.graph.asns[id] as number)

test('a customer route before a peer route before a provider route, longer or not', () => {
  const graph = graphOf('1>2 2>9 1=9 4>1 4>9')
  assert.equal(text(routesTo(graph, 9), 1), '2 customer 2')
  assert.equal(text(routesTo(without(graph, { ases: [idOfAsn(graph, 2)] }), 9), 1), '9 peer 1')
  const peerless = without(graph, { links: [[idOfAsn(graph, 1), idOfAsn(graph, 9)]] })
  assert.equal(text(routesTo(peerless, 9), 1), '2 customer 2')
  const both = without(peerless, { ases: [idOfAsn(graph, 2)] })
  assert.equal(text(routesTo(both, 9), 1), '4 provider 2')
})

test('of equal length, the neighbour with the lowest AS number', () => {
  const routes = routesTo(graphOf('70>9 5>9 1>70 1>5 1>600 600>9'), 9)
  assert.deepEqual([text(routes, 1), asnPath(routes, 1)], ['5 customer 2', [5, 9]])
})

test('nobody carries traffic between two who do not pay for it', () => {
  const routes = routesTo(graphOf('1=2 2=3 4>2 4>3'), 1)
  assert.deepEqual(
    [1, 2, 3, 4].map((asn) => text(routes, asn)),
    ['1 origin 0', '1 peer 1', 'none', 'none'],
  )
  assert.deepEqual([reached(routes), asnPath(routes, 1), asnPath(routes, 3)], [2, [], undefined])
})

test('siblings tell each other everything, and keep how the route came to them', () => {
  // 9 is a customer of 1 in the first, a peer in the second, a provider in the third.
  const ends = '1~2 2~3 3=4 5>3'
  const seen = (link: string) => {
    const routes = routesTo(graphOf(`${link} ${ends}`), 9)
    return [2, 3, 4, 5].map((asn) => text(routes, asn))
  }
  assert.deepEqual(seen('1>9'), ['1 customer 2', '2 customer 3', '3 peer 4', '3 customer 4'])
  assert.deepEqual(seen('1=9'), ['1 peer 2', '2 peer 3', 'none', 'none'])
  assert.deepEqual(seen('9>1'), ['1 provider 2', '2 provider 3', 'none', 'none'])
  // A peer of 3 is further away than what 3 hears from its siblings.
  const nearer = routesTo(graphOf('1=9 1~2 2~3 3=4 4>7 7>8 8>9'), 9)
  assert.deepEqual([text(nearer, 3), text(nearer, 2)], ['2 peer 3', '1 peer 2'])
})

test('a solver gives the same answer however often it is asked', () => {
  const solver = new Solver(graphOf('1>2 1>3 2>4 3>4 2=3'))
  const first = solver.origins(3).keys.slice()
  solver.origins(0)
  assert.deepEqual(solver.origins(3).keys, first)
})

test('a path that a key cannot hold is refused', () => {
  const chain = Array.from({ length: 600 }, (_, i) => `${i + 1}>${i + 2}`).join(' ')
  const solver = new Solver(graphOf(chain))
  assert.throws(() => solver.origins(0), /a path of more than 511 ASes/)
  assert.throws(() => solver.origins(600), /a path of more than 511 ASes/)
  assert.equal(reached(solver.origins(300)), 601)
})

test('the decision process of the routers comes to the same state', () => {
  fc.assert(
    fc.property(hierarchies(9), ({ size, edges }) => {
      const topology = lab({
        nodes: Object.fromEntries(Array.from({ length: size }, (_, i) => [`n${i + 1}`, i + 1])),
        links: edges.map(([a, b, relationship]) => [`n${a}`, `n${b}`, relationship] as const),
      })
      const predicted = solve(topology, NO_IMPAIRMENT)
      const graph = graphOfEdges({ size, edges })
      const solver = new Solver(graph)
      for (let origin = 0; origin < graph.size; origin++) {
        const asn = graph.asns[origin] as number
        const routes = solver.origins(origin)
        for (const other of graph.asns) {
          const path = predicted.routes.get(`n${other}`)?.get(`198.18.${asn}.0/24`)?.asPath
          assert.deepEqual(asnPath(routes, other), path && [...path])
        }
      }
    }),
    { numRuns: 150 },
  )
})

test('whole paths told from AS to AS come to the same state, one origin or several', () => {
  fc.assert(
    fc.property(hierarchies(14), fc.nat(), fc.nat(), (random, first, second) => {
      const graph = graphOfEdges(random)
      const origins = [...new Set([first % graph.size, second % graph.size])]
      const routes = new Solver(graph).origins(...origins)
      const told = askAround(graph, { origins })
      for (let id = 0; id < graph.size; id++) {
        assert.equal(learnedFrom(routes, id), told[id]?.from)
        assert.deepEqual(pathOf(routes, id), told[id] && [...(told[id]?.path ?? [])])
        if (told[id]) assert.equal(pathLengthOf(routes, id), told[id]?.path.length)
      }
    }),
    { numRuns: 300 },
  )
})

test('siblings anywhere: whole paths told from AS to AS come to the same state', () => {
  fc.assert(
    fc.property(hierarchies(12), fc.nat(), fc.nat({ max: 5 }), (random, seed, every) => {
      const links = random.edges.map(([a, b, type], i) => {
        if (i % (every + 2) === 0) return `${a}~${b}`
        return `${a}${type === 'peer' ? '=' : '>'}${b}`
      })
      const graph = graphOf(links.join(' '))
      const origin = seed % graph.size
      const routes = new Solver(graph).origins(origin)
      for (const [id, held] of askAround(graph, { origins: [origin] }).entries()) {
        assert.equal(learnedFrom(routes, id), held?.from)
        assert.deepEqual(pathOf(routes, id), held && [...held.path])
      }
    }),
    { numRuns: 300 },
  )
})

test('every path is valley-free, and no customer route is passed over', () => {
  fc.assert(
    fc.property(hierarchies(30), fc.nat(), (random, seed) => {
      const graph = graphOfEdges(random)
      const routes = new Solver(graph).origins(seed % graph.size)
      for (let id = 0; id < graph.size; id++) {
        const hops = [id, ...(pathOf(routes, id) ?? [])]
        const shape = hops.slice(1).map((to, i) => letter(graph, hops[i] as number, to))
        assert.match(shape.join(''), /^u*p?d*$/)
        const offered = [...neighboursOf(graph.customers, id)].some((customer) =>
          ['origin', 'customer'].includes(learnedFrom(routes, customer) ?? ''),
        )
        if (offered && id !== seed % graph.size) assert.equal(learnedFrom(routes, id), 'customer')
      }
    }),
    { numRuns: 200 },
  )
})

test('what was removed is on no path, and nobody else loses a route that is left', () => {
  fc.assert(
    fc.property(hierarchies(20), fc.nat(), fc.nat(), (random, seed, pick) => {
      const graph = graphOfEdges(random)
      const [a, b] = random.edges[pick % random.edges.length] as readonly [number, number, string]
      const link = [idOfAsn(graph, a), idOfAsn(graph, b)] as const
      const cut = without(graph, { links: [link] })
      const gone = without(graph, { ases: [link[0]] })
      const origin = seed % graph.size
      const told = askAround(cut, { origins: [origin] })
      const routes = new Solver(cut).origins(origin)
      for (let id = 0; id < graph.size; id++) {
        const hops = [id, ...(pathOf(routes, id) ?? [])]
        for (const [i, to] of hops.slice(1).entries())
          assert.ok(![hops[i], to].every((end) => end === link[0] || end === link[1]))
        assert.equal(hasRoute(routes, id), told[id] !== undefined)
      }
      if (origin === link[0]) return
      const around = new Solver(gone).origins(origin)
      for (let id = 0; id < graph.size; id++)
        assert.ok(!pathOf(around, id)?.includes(link[0]) && !hasRoute(around, link[0]))
    }),
    { numRuns: 200 },
  )
})

const letter = (graph: AsGraph, from: number, to: number): string => {
  if (isNeighbour(graph.providers, from, to)) return 'u'
  return isNeighbour(graph.peers, from, to) ? 'p' : 'd'
}

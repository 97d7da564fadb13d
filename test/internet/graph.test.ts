import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Adjacency, idOfAsn, isNeighbour, neighboursOf } from '../../src/internet/graph.ts'
import { providerCycles } from '../../src/internet/provider-cycles.ts'
import { statisticsOf } from '../../src/internet/statistics.ts'
import { without } from '../../src/internet/without.ts'
import { graphOf, graphOfEdges, hierarchies } from './as-graphs.ts'

test('ids follow AS numbers, rows are ascending', () => {
  const graph = graphOf('900>5 900>70000 900>12 70000=5 5~12')
  const row = (rows: Adjacency, asn: number) =>
    [...neighboursOf(rows, idOfAsn(graph, asn))].map((id) => graph.asns[id])
  assert.deepEqual([...graph.asns], [5, 12, 900, 70000])
  assert.deepEqual(row(graph.customers, 900), [5, 12, 70000])
  assert.deepEqual([row(graph.providers, 5), row(graph.peers, 5)], [[900], [70000]])
  assert.deepEqual(row(graph.siblings, 12), [5])
  assert.deepEqual([idOfAsn(graph, 6), idOfAsn(graph, 4), idOfAsn(graph, 70001)], [-1, -1, -1])
})

test('relations are symmetric, and a link is in one of them only', () => {
  fc.assert(
    fc.property(hierarchies(25), (random) => {
      const graph = graphOfEdges(random)
      for (const [a, b, type] of random.edges) {
        const [x, y] = [idOfAsn(graph, a), idOfAsn(graph, b)]
        assert.equal(isNeighbour(graph.customers, x, y), type !== 'peer')
        assert.equal(isNeighbour(graph.providers, y, x), type !== 'peer')
        assert.equal(isNeighbour(graph.peers, x, y), type === 'peer')
        assert.equal(isNeighbour(graph.peers, y, x), type === 'peer')
        assert.ok(!isNeighbour(graph.customers, y, x))
      }
      const { customers, providers, peers } = graph
      const peerings = random.edges.filter(([, , type]) => type === 'peer').length
      assert.equal(customers.ids.length, random.edges.length - peerings)
      assert.deepEqual(
        [providers.ids.length, peers.ids.length],
        [customers.ids.length, 2 * peerings],
      )
    }),
  )
})

test('a removed link or AS is gone from all rows, everything else stays', () => {
  const graph = graphOf('1>2 2>3 1=3 3~4 2=4')
  const id = (asn: number) => idOfAsn(graph, asn)
  const cut = without(graph, { links: [[id(3), id(1)]] })
  assert.deepEqual(cut.peers.ids.length, 2)
  assert.deepEqual({ ...cut, peers: 0 }, { ...graph, peers: 0 })
  const gone = statisticsOf(without(graph, { ases: [id(3)] }))
  assert.deepEqual([gone.customerProvider, gone.peer, gone.sibling], [1, 1, 0])
})

test('provider cycles are found, one for each knot', () => {
  const graph = graphOf('1>2 2>3 3>4 4>2 9>1 4>5 20>21 21>22 22>20')
  const cycles = providerCycles(graph).map((ids) => ids.map((id) => graph.asns[id]))
  assert.deepEqual(cycles, [
    [2, 3, 4],
    [20, 21, 22],
  ])
  fc.assert(
    fc.property(hierarchies(25), (random) => {
      assert.deepEqual(providerCycles(graphOfEdges(random)), [])
    }),
  )
})

test('a graph in figures', () => {
  const { customerExponent, ...figures } = statisticsOf(
    graphOf('1=2 1>3 2>3 2>4 3>5 3>6 4=5 7>8 8~9'),
  )
  assert.deepEqual(figures, {
    ases: 9,
    links: 9,
    customerProvider: 6,
    peer: 2,
    sibling: 1,
    transit: 4,
    stubs: 5,
    atTheTop: 3,
    multihomedStubs: 0,
    withPeers: 4,
    mostCustomers: 2,
    mostPeers: 1,
    apart: 3,
    providerCycles: [],
  })
  assert.ok(Number.isNaN(customerExponent))
})

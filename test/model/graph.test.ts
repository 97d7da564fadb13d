import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  bridges,
  components,
  connected,
  cutVertices,
  type Edge,
  type Graph,
  neighbours,
  without,
} from '../../src/model/graph.ts'

const graph = (nodes: readonly string[], pairs: readonly (readonly [string, string])[]): Graph => ({
  nodes,
  edges: pairs.map((ends, i): Edge => ({ id: `${ends.join('--')}#${i}`, ends })),
})

/** Any small graph, with parallel edges. */
const anyGraph = fc.integer({ min: 1, max: 8 }).chain((count) => {
  const nodes = Array.from({ length: count }, (_, i) => `n${i}`)
  const end = fc.integer({ min: 0, max: count - 1 })
  return fc.array(fc.tuple(end, end), { maxLength: 14 }).map((pairs) =>
    graph(
      nodes,
      pairs.filter(([a, b]) => a !== b).map(([a, b]) => [`n${a}`, `n${b}`] as const),
    ),
  )
})

/** By the definition: repeat "a neighbour of what is reached is reached" until nothing changes. */
const bruteReach = ({ edges }: Graph, start: string): Set<string> => {
  const reached = new Set([start])
  for (let before = 0; before < reached.size; ) {
    before = reached.size
    for (const { ends } of edges)
      if (ends.some((node) => reached.has(node))) for (const node of ends) reached.add(node)
  }
  return reached
}
const bruteCount = (g: Graph): number =>
  new Set(g.nodes.map((node) => [...bruteReach(g, node)].toSorted().join())).size

test('components are the sets of nodes that reach each other', () => {
  fc.assert(
    fc.property(anyGraph, (g) => {
      const parts = components(g)
      assert.equal(parts.length, bruteCount(g))
      assert.deepEqual(parts.flat().toSorted(), g.nodes.toSorted())
      for (const part of parts) assert.deepEqual(new Set(part), bruteReach(g, part[0] as string))
    }),
  )
})

test('a bridge is a link without which there is one part more', () => {
  fc.assert(
    fc.property(anyGraph, (g) => {
      const splits = ({ id }: Edge) => bruteCount(without(g, { edges: [id] })) > bruteCount(g)
      assert.deepEqual(
        bridges(g),
        g.edges.filter(splits).map(({ id }) => id),
      )
    }),
    { numRuns: 500 },
  )
})

test('a cut vertex is a node without which there is one part more', () => {
  fc.assert(
    fc.property(anyGraph, (g) => {
      const splits = (node: string) => bruteCount(without(g, { nodes: [node] })) > bruteCount(g)
      assert.deepEqual(cutVertices(g), g.nodes.filter(splits))
    }),
    { numRuns: 500 },
  )
})

test('neighbours are each named once, in the order of the links', () => {
  const g = graph(
    ['a', 'b', 'c', 'd'],
    [
      ['c', 'a'],
      ['a', 'b'],
      ['a', 'b'],
    ],
  )
  assert.deepEqual(Object.fromEntries(neighbours(g)), { a: ['c', 'b'], b: ['a'], c: ['a'], d: [] })
})

test('connected asks for a path between the named nodes only', () => {
  const g = graph(['a', 'b', 'c', 'd'], [['a', 'b']])
  assert.ok(connected(g, ['a', 'b']))
  assert.ok(!connected(g, ['a', 'c']))
  assert.ok(!connected(g))
  assert.ok(connected(g, []))
  assert.ok(!connected(without(g, { nodes: ['b'] }), ['a', 'b']), 'a node that is gone')
})

test('a long chain does not overflow the stack', () => {
  const nodes = Array.from({ length: 30_000 }, (_, i) => `n${i}`)
  const g = graph(
    nodes,
    nodes.slice(1).map((node, i) => [nodes[i] as string, node] as const),
  )
  assert.equal(bridges(g).length, nodes.length - 1)
  assert.equal(cutVertices(g).length, nodes.length - 2)
})

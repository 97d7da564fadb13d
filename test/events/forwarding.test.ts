import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BLACKHOLE, DELIVERED, Forwarding, LOOP } from '../../src/events/forwarding.ts'
import { type EventGraph, edgeBetween, graphOf } from '../../src/events/graph.ts'
import { cliqueGraph } from '../../src/events/shapes.ts'
import { LOCAL, NO_ROUTE } from '../../src/events/speakers.ts'

test('a chain of routers follows the one at its end; a loop holds all that come to it', () => {
  const graph = cliqueGraph(4)
  const to = (a: number, b: number) => edgeBetween(graph, a, b)
  const forwarding = new Forwarding(graph)
  forwarding.set(3, to(3, 2), 0)
  forwarding.set(2, to(2, 1), 0)
  forwarding.set(1, to(1, 0), 0)
  forwarding.set(0, LOCAL, 10)
  forwarding.set(1, to(1, 2), 15)
  forwarding.set(1, NO_ROUTE, 18)
  forwarding.settle(20)
  assert.deepEqual([...forwarding.blackholeMs], [10, 12, 12, 12])
  assert.deepEqual([...forwarding.loopMs], [0, 3, 3, 3])
  forwarding.reset(20)
  forwarding.settle(21)
  assert.deepEqual([...forwarding.blackholeMs], [0, 1, 1, 1])
})

test('after any changes the fate of each router is the one that a walk from it finds', () => {
  const graph = cliqueGraph(7)
  const change = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: -2, max: 5 }))
  fc.assert(
    fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
      const forwarding = new Forwarding(graph)
      const vias = new Array<number>(graph.nodes).fill(NO_ROUTE)
      const spent = { hole: new Array<number>(7).fill(0), loop: new Array<number>(7).fill(0) }
      changes.forEach(([node, choice], atMs) => {
        const via = choice < 0 ? choice : (graph.first[node] as number) + choice
        forwarding.set(node, via, atMs)
        vias[node] = via
        for (let at = 0; at < graph.nodes; at++) {
          const fate = walk(graph, vias, at)
          assert.equal(forwarding.fate(at), fate)
          if (fate === BLACKHOLE) spent.hole[at] = (spent.hole[at] as number) + 1
          if (fate === LOOP) spent.loop[at] = (spent.loop[at] as number) + 1
        }
      })
      // Each state lasted a millisecond.
      forwarding.settle(changes.length)
      assert.deepEqual([...forwarding.blackholeMs], spent.hole)
      assert.deepEqual([...forwarding.loopMs], spent.loop)
    }),
  )
})

test('an end of a session that is no router is refused', () => {
  assert.throws(() => graphOf(2, [{ ends: [0, 2] }]), RangeError)
  assert.throws(() => edgeBetween(graphOf(3, [{ ends: [0, 1] }]), 0, 2), RangeError)
})

const walk = (graph: EventGraph, vias: readonly number[], from: number): number => {
  let node = from
  for (let steps = 0; steps <= graph.nodes; steps++) {
    const via = vias[node] as number
    if (via === LOCAL) return DELIVERED
    if (via === NO_ROUTE) return BLACKHOLE
    node = graph.target[via] as number
  }
  return LOOP
}

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { idOfAsn } from '../../../src/internet/graph.ts'
import { hijack } from '../../../src/internet/solve/hijack.ts'
import { leak } from '../../../src/internet/solve/leak.ts'
import { Solver } from '../../../src/internet/solve/solver.ts'
import { graphOf, graphOfEdges, hierarchies } from '../as-graphs.ts'
import { askAround } from './path-vector.ts'

test('the nearer of two origins wins, the own customer always', () => {
  const graph = graphOf('1=2 1>3 2>4 3>31 4>41 3>32')
  const [victim, attacker] = [idOfAsn(graph, 31), idOfAsn(graph, 41)]
  const found = hijack(new Solver(graph), { victim, attacker })
  const ends = [...found.ends].map((end) => graph.asns[end])
  // 1, 3 and 32 are on the side of 31, 2 and 4 on that of 41.
  assert.deepEqual(ends, [31, 41, 31, 41, 31, 31, 41])
  assert.deepEqual([found.toVictim, found.toAttacker, found.nowhere], [3, 2, 0])
})

test('a forged origin is a longer way, and wins less', () => {
  const graph = graphOf('1>2 1>3 2>9')
  const solver = new Solver(graph)
  const [victim, attacker] = [idOfAsn(graph, 9), idOfAsn(graph, 3)]
  assert.equal(hijack(solver, { victim, attacker }).toAttacker, 1)
  // 1 has 2 9 and 3 9: the lower neighbour decides.
  assert.equal(hijack(solver, { victim, attacker, forgedOrigin: true }).toAttacker, 0)
})

test('hijacks: everyone believes whom it would believe if it heard whole paths', () => {
  fc.assert(
    fc.property(hierarchies(16), fc.nat(), fc.nat(), fc.boolean(), (random, a, b, forgedOrigin) => {
      const graph = graphOfEdges(random)
      const [victim, attacker] = [a % graph.size, b % graph.size]
      if (victim === attacker) return
      const { ends } = hijack(new Solver(graph), { victim, attacker, forgedOrigin })
      const told = askAround(
        graph,
        forgedOrigin ? { origins: [victim], forger: attacker } : { origins: [victim, attacker] },
      )
      for (const [id, held] of told.entries()) {
        const path = [id, ...(held?.path ?? [])]
        const end = path.includes(attacker) ? attacker : victim
        // A forged path that leads through the attacker ends there; a true one may pass it.
        if (!held) assert.equal(ends[id], -1)
        else assert.equal(ends[id], forgedOrigin ? end : path.at(-1))
      }
    }),
    { numRuns: 300 },
  )
})

test('a customer that tells one provider of the other draws the traffic of both', () => {
  const graph = graphOf('1=2 1>3 2>3 1>9 2>5')
  const solver = new Solver(graph)
  // 2 had 9 by way of its peer 1; now its customer 3 says that it has a way.
  const found = leak(solver, idOfAsn(graph, 9), idOfAsn(graph, 3))
  assert.deepEqual([found?.before, found?.after], [0, 2])
  const asns = [...graph.asns].filter((_, id) => found?.through[id])
  assert.deepEqual(asns, [2, 3, 5])
  assert.equal(leak(solver, idOfAsn(graph, 9), idOfAsn(graph, 9)), undefined)
})

test('leaks: the state is the one that telling whole paths comes to', () => {
  fc.assert(
    fc.property(hierarchies(16), fc.nat(), fc.nat(), (random, a, b) => {
      const graph = graphOfEdges(random)
      const [origin, leaker] = [a % graph.size, b % graph.size]
      const found = leak(new Solver(graph), origin, leaker)
      const told = askAround(graph, { origins: [origin], leaker })
      if (!found) return assert.ok(origin === leaker || told[leaker] === undefined)
      for (const [id, held] of told.entries()) {
        const isThrough = held !== undefined && [id, ...held.path].includes(leaker)
        assert.equal(found.through[id] === 1, isThrough, `${id}`)
      }
    }),
    { numRuns: 400 },
  )
})

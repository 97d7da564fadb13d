import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_IMPAIRMENT } from '../../src/model/impairment.ts'
import { solveIgp } from '../../src/solve/igp.ts'
import { broken, lab } from './lab.ts'

/** A square a b d c of one AS, and x of another AS behind d. */
const square = lab({
  nodes: { a: 1, b: 1, c: 1, d: 1, x: 2 },
  links: [
    ['a', 'b'],
    ['a', 'c'],
    ['b', 'd'],
    ['c', 'd'],
    ['d', 'x'],
  ],
})

test('cost 10 a link, gateways of all ways of equal cost', () => {
  const igp = solveIgp(square, NO_IMPAIRMENT)
  assert.equal(igp.cost('a', 'd'), 20)
  assert.deepEqual(igp.gateways('a', 'd', 'ipv4'), ['10.0.1.2', '10.0.2.2'])
  assert.deepEqual(igp.gateways('d', 'a', 'ipv4'), ['10.0.3.1', '10.0.4.1'])
  assert.equal(igp.cost('a', 'a'), 0)
})

test('goes around what is broken', () => {
  const igp = solveIgp(square, broken({ linksDown: new Set(['a--b']) }))
  assert.equal(igp.cost('a', 'b'), 30)
  assert.deepEqual(igp.gateways('a', 'b', 'ipv4'), ['10.0.2.2'])
  const without = solveIgp(square, broken({ nodesDown: new Set(['b', 'c']) }))
  assert.equal(without.cost('a', 'd'), undefined)
})

test('goes around a frozen router, over which nobody hears a hello', () => {
  const igp = solveIgp(square, broken({ nodesFrozen: new Set(['b']) }))
  assert.deepEqual(igp.gateways('a', 'd', 'ipv4'), ['10.0.2.2'])
  assert.equal(igp.cost('a', 'b'), undefined)
})

test('ends at the border of the AS', () => {
  assert.equal(solveIgp(square, NO_IMPAIRMENT).cost('d', 'x'), undefined)
})

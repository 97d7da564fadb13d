import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_IMPAIRMENT } from '../../src/model/impairment.ts'
import { diffFib, diffRib } from '../../src/solve/diff.ts'
import { solve } from '../../src/solve/solve.ts'
import { broken, lab } from './lab.ts'

const line = lab({
  nodes: { a: 1, b: 2, c: 3 },
  links: [
    ['a', 'b'],
    ['b', 'c'],
  ],
})
const prediction = solve(line, NO_IMPAIRMENT)
const right = [
  { prefix: '198.18.1.0/24', nextHop: '0.0.0.0', asPath: [] },
  { prefix: '198.18.2.0/24', nextHop: '10.0.1.2', asPath: [2] },
  { prefix: '198.18.3.0/24', nextHop: '10.0.1.2', asPath: [2, 3] },
]

test('a table as predicted has no difference', () => {
  assert.deepEqual(diffRib(prediction, 'a', right), [])
})

test('missing, wrong and surplus routes are told in words', () => {
  const wrong = [
    right[0] as (typeof right)[0],
    { prefix: '198.18.3.0/24', nextHop: '10.0.1.2', asPath: [2, 9, 3] },
    { prefix: '192.0.2.0/24', nextHop: '10.0.1.2', asPath: [2] },
  ]
  assert.deepEqual(diffRib(prediction, 'a', wrong), [
    'a lacks 198.18.2.0/24, expected via 10.0.1.2, AS path 2',
    'a has 198.18.3.0/24 via 10.0.1.2, AS path 2 9 3, expected via 10.0.1.2, AS path 2 3',
    'a has 192.0.2.0/24 via 10.0.1.2, AS path 2, expected none',
  ])
})

test('a link-local next hop stands for the neighbour, but not for an own network', () => {
  const shown = right.map((report) => ({ ...report, nextHop: 'fe80::1' }))
  assert.deepEqual(diffRib(prediction, 'a', shown), [
    'a has 198.18.1.0/24 via fe80::1, expected via 0.0.0.0',
  ])
})

test('kernel routes: own networks are left out, gateways compared as sets', () => {
  const fib = new Map([
    ['198.18.1.0/24', ['10.9.9.9']],
    ['198.18.2.0/24', ['10.0.1.2']],
    ['198.18.3.0/24', []],
  ])
  assert.deepEqual(diffFib(prediction, 'a', fib), [
    'a has 198.18.3.0/24 kernel gateway none, expected kernel gateway 10.0.1.2',
  ])
})

test('nothing is said of a node that is down', () => {
  const down = solve(line, broken({ nodesDown: new Set(['a']) }))
  assert.deepEqual(diffRib(down, 'a', right), [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  asksForNetem,
  refuseMissingLevers,
  refuseSlowLinks,
  refuseUnfitLoads,
  slowLinks,
} from '../../src/cli/missing-levers.ts'
import { frr } from '../../src/kinds/frr.ts'
import { InputError } from '../../src/lib/errors.ts'
import { loadTopology } from '../../src/load/topology.ts'
import type { Effect } from '../../src/model/effect.ts'
import type { Load } from '../../src/model/load.ts'
import type { Activation } from '../../src/model/timeline.ts'

const END = { link: 'a--b', node: 'a' }

const activation = (...effects: readonly Effect[]): Activation => ({
  id: 'x',
  step: 'x',
  fault: 'some-fault',
  params: {},
  on: ['a--b'],
  adjacent: ['a', 'b'],
  start: { type: 'at', atMs: 0 },
  phases: [{ afterMs: 0, effects }],
  silentForMs: 0,
  place: 'plan.yaml:7:5',
})

const levers = new Map([
  ['shape', { works: true }],
  ['carrier', { works: true }],
  ['netem', { works: false, remedy: 'load sch_netem' }],
])
const loss = activation({ lever: 'shape', end: END, shape: { loss: 0.1, rateBps: 1000 } })
const delay = activation({ lever: 'shape', end: END, shape: { delayMs: 10 } })
const session = activation({ lever: 'session', session: 'a--b', node: 'a', up: false })

test('loss and rate need no netem, delay does', () => {
  assert.equal(asksForNetem([loss]), false)
  assert.equal(asksForNetem([loss, delay]), true)
})

test('what the kernel has is not refused', () => {
  refuseMissingLevers([loss, activation({ lever: 'carrier', end: END, up: false })], { levers })
})

test('what it lacks is refused at its line, with the remedy, all at once and each once', () => {
  assert.throws(
    () => refuseMissingLevers([delay, delay, session], { levers }),
    (error: unknown) => {
      assert.ok(error instanceof InputError)
      assert.deepEqual(error.problems, [
        'plan.yaml:7:5: some-fault cannot work here: load sch_netem',
        'plan.yaml:7:5: some-fault cannot work here: no lever session',
      ])
      return true
    },
  )
})

const withLink = (attribute: string) =>
  loadTopology(
    'lab.yaml',
    `name: x\nnodes: { a: , b: }\nlinks: [{ endpoints: [a, b], ${attribute} }]\n`,
    {
      kinds: ['frr'],
    },
  )

test('a topology with a slow link is refused by name where there is no netem, one with a loss is not', () => {
  const slow = withLink('delay: 10ms')
  assert.deepEqual(slowLinks(slow), ['a--b'])
  assert.throws(
    () => refuseSlowLinks(slow, { levers }),
    (error: unknown) => {
      assert.ok(error instanceof InputError)
      assert.match(error.message, /a--b/)
      assert.equal(error.hint, 'load sch_netem')
      return true
    },
  )
  refuseSlowLinks(slow, { levers: new Map([['netem', { works: true }]]) })
  refuseSlowLinks(withLink('loss: 1%'), { levers })
})

test('a load into or out of a router that gets no neighbour while it runs is refused at its line', () => {
  const topology = loadTopology(
    'lab.yaml',
    'name: t\nnodes: { a: { kind: frr }, b: { kind: other } }\nlinks: [[a, b]]',
    { kinds: ['frr', 'other'] },
  )
  const { guest: _, ...act } = frr.act
  const kindOf = (name: string) => (name === 'frr' ? frr : { ...frr, name, act })
  const load = (into: string, out: string) =>
    [{ into, out, place: 'plan.yaml:5:5' }] as unknown as readonly Load[]
  refuseUnfitLoads({ load: load('a', 'a'), topology }, kindOf)
  assert.throws(
    () => refuseUnfitLoads({ load: load('a', 'b'), topology }, kindOf),
    (error) =>
      error instanceof InputError && /^plan.yaml:5:5: b is of kind other/.test(error.message),
  )
})

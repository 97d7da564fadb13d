/** What a matrix makes of a plan: the same plan on topologies that are changed for every node. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faults } from '../../src/faults/index.ts'
import { kindNames } from '../../src/kinds/index.ts'
import { loadPlan } from '../../src/load/plan.ts'
import { loadTopology } from '../../src/load/topology.ts'
import { metricNames } from '../../src/measure/index.ts'
import type { Plan } from '../../src/model/plan.ts'
import { timelineToPlan } from '../../src/run/expand-text.ts'
import { rehearse } from '../../src/run/rehearse.ts'
import { expand } from '../../src/run/timeline.ts'

const TOPOLOGY = `
name: lab
defaults: { timers: { hold: 30s, keepalive: 5s } }
groups: { fast: { nodes: [a], timers: { hold: 6s } } }
nodes:
  a: { kind: quagga }
  b: { timers: { hold: 12s, mrai: 2s } }
  c:
links: [[a, b], [b, c], [c, a]]
`

const read = (matrix: string, topology = TOPOLOGY): Promise<Plan> =>
  load(
    `version: 1
name: test
topology: lab.yaml
matrix: ${matrix}
load: [{ id: table, do: flood, into: a, prefixes: 10, at: 1s }]
steps: [{ id: crash, do: node-crash, on: { pick: 1 }, at: 1s, for: 4s }]
`,
    topology,
  )

const load = (text: string, topology = TOPOLOGY): Promise<Plan> =>
  loadPlan('plan.yaml', text, {
    loadTopology: (path, settings) => loadTopology(path, topology, { kinds: kindNames, settings }),
    parseTopology: (file, inline, settings) =>
      loadTopology(file, inline, { kinds: kindNames, settings }),
    faults,
    metricNames,
    rehearse: (plan) => rehearse(plan, faults),
  })

test('a setting holds for every node, whatever the file says; the others stay', async () => {
  const { cells = [], topology } = await read('{ timers.hold: [3s, 9s], kind: [frr, lemur] }')
  assert.deepEqual(
    cells.map(({ name }) => name),
    ['hold=3s,kind=frr', 'hold=3s,kind=lemur', 'hold=9s,kind=frr', 'hold=9s,kind=lemur'],
  )
  const last = cells.at(-1)?.plan.topology.nodes ?? []
  assert.deepEqual(
    last.map(({ name, kind, timers }) => [name, kind, timers.holdMs, timers.keepaliveMs]),
    [
      ['a', 'lemur', 9000, 5000],
      ['b', 'lemur', 9000, 5000],
      ['c', 'lemur', 9000, 5000],
    ],
  )
  assert.deepEqual(
    last.map(({ timers }) => timers.mraiMs),
    [0, 2000, 0],
  )
  assert.deepEqual(
    topology.nodes.map(({ kind, timers }) => [kind, timers.holdMs]),
    [
      ['quagga', 6000],
      ['frr', 12_000],
      ['frr', 30_000],
    ],
  )
})

test('the cells are of the same lab: names, addresses, prefixes and draws do not move', async () => {
  const { cells = [] } = await read('{ timers.hold: [3s, 9s] }')
  const [one, other] = cells.map(({ plan }) => plan)
  assert.deepEqual(one?.topology.links, other?.topology.links)
  assert.deepEqual(
    expand(one as Plan, faults).map(({ on }) => on),
    expand(other as Plan, faults).map(({ on }) => on),
  )
  assert.deepEqual(one?.load, other?.load)
})

test('sizes of a generated topology', async () => {
  const topology = 'name: lab\ngenerate: { shape: ring, nodes: 4 }\nnodes: { a: }\nlinks: [[a, r1]]'
  const { cells = [] } = await read('{ generate.nodes: [3, 6] }', topology)
  assert.deepEqual(
    cells.map(({ plan }) => plan.topology.nodes.length),
    [4, 7],
  )
})

test('a matrix of one cell is that plan, and what a cell expands to replays it', async () => {
  const { cells = [] } = await read('{ timers.hold: [3s, 9s], kind: [frr, lemur] }')
  for (const { plan, settings } of cells) {
    const again = await load(timelineToPlan(plan, expand(plan, faults), faults))
    assert.equal(again.cells, undefined)
    assert.deepEqual(again.settings, settings)
    assert.deepEqual(again.topology, plan.topology)
    assert.deepEqual(
      expand(again, faults).map(({ on, start, phases }) => [on, start, phases]),
      expand(plan, faults).map(({ on, start, phases }) => [on, start, phases]),
    )
  }
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { overlaps, type Prefix, parsePrefix } from '../../src/bgp/prefix.ts'
import { faults } from '../../src/faults/index.ts'
import { InputError } from '../../src/lib/errors.ts'
import { loadPlan } from '../../src/load/plan.ts'
import { timelineToPlan } from '../../src/run/expand-text.ts'
import { timelineText } from '../../src/run/timeline-text.ts'
import { lab } from '../faults/lab.ts'

const STEP = '  - { id: cut, do: link-down, on: r2--r1, for: 5s }'

const read = (text: string) =>
  loadPlan('plan.yaml', text, {
    loadTopology: () => lab,
    parseTopology: () => lab,
    faults,
    metricNames: ['load-canary', 'convergence'],
    rehearse: () => [],
  })

const plan = (...loads: readonly string[]) =>
  read(
    ['version: 1', 'name: t', 'topology: lab.yaml', 'load:', ...loads, 'steps:', STEP].join('\n'),
  )

const placeless = (loads: readonly object[]) => loads.map((load) => ({ ...load, place: '' }))

describe('an entry of `load`', () => {
  test('fills in every default', async () => {
    const { load } = await plan('  - { id: table, do: flood, into: r1, prefixes: 10000 }')
    assert.deepEqual(load, [
      {
        id: 'table',
        do: 'flood',
        into: 'r1',
        out: 'r1',
        family: 'ipv4',
        prefixes: 10_000,
        groupSize: 1,
        seedPrefix: '100.64.0.0',
        prefixLength: 28,
        canarySeed: '100.127.0.0',
        ranges: [
          '100.64.0.0/15',
          '100.66.0.0/18',
          '100.66.64.0/19',
          '100.66.96.0/20',
          '100.66.112.0/24',
          '100.127.0.0/16',
        ],
        paths: 'cycle',
        pathLength: 3,
        canaryEveryMs: 1000,
        withdraw: true,
        start: { type: 'at', atMs: 0 },
        place: 'plan.yaml:5:5',
      },
    ])
  })

  test('expanded it is the same again', async () => {
    const first = await plan(
      '  - { id: a, do: flood, into: r1, out: r3, prefixes: 1000, group: 10, rate: 5k/s, after: cut, for: 30s }',
      '  - { id: b, do: flood, into: r2, prefixes: 70000, family: ipv6, paths: each, withdraw: false, canary: 250ms }',
      '  - { id: c, do: flood, into: r2, prefixes: 7, path-length: 5, note: small, rate: [{ from: 0/s, to: 100/s, for: 1s }, { from: 2/s }], after: { step: cut, event: healed, delay: 2s } }',
    )
    const again = await read(
      timelineToPlan(first, [], faults).replace('steps: []', `steps:\n${STEP}`),
    )
    assert.deepEqual(placeless(again.load), placeless(first.load))
  })

  test('is a row of the table of what will happen', async () => {
    const { load } = await plan(
      '  - { id: a, do: flood, into: r1, out: r3, prefixes: 1000, rate: 5k/s, at: 2s, for: 30s }',
    )
    const [, row] = timelineText([], load).split('\n')
    assert.equal(row, 't0 + 2s  a   flood of 1000 prefixes, 5000/s  r1, out of r3  30s')
  })

  test('no two loads have a prefix in common, nor with the lab', async () => {
    const { load } = await plan(
      ...[1, 300, 5000, 100_000, 3].map(
        (prefixes, i) => `  - { id: l${i}, do: flood, into: r1, prefixes: ${prefixes} }`,
      ),
    )
    const own = lab.nodes.flatMap(({ networks }) => networks.map(({ prefix }) => prefix))
    const parts = [...own, ...load.flatMap(({ ranges }) => ranges)].map(
      (text) => parsePrefix(text) as Prefix,
    )
    const clash = parts.filter((a, i) => parts.some((b, k) => k > i && overlaps(a, b)))
    assert.deepEqual(clash, [])
  })

  test('more than the pool holds is refused', async () => {
    const million = (i: number) => `  - { id: l${i}, do: flood, into: r1, prefixes: 1000000 }`
    await assert.rejects(plan(million(1), million(2), million(3)), (error) => {
      assert.ok(error instanceof InputError)
      assert.match(error.message, /plan.yaml:7:\d+: no 1000000 prefixes are free in 100.64.0.0\/10/)
      return true
    })
  })

  test('assertions name it where they speak of load', async () => {
    const text = (assertion: string) =>
      [
        'version: 1',
        'name: t',
        'topology: lab.yaml',
        'load: [{ id: table, do: flood, into: r1, prefixes: 1 }]',
        'steps:',
        STEP,
        `assertions: ["${assertion}"]`,
      ].join('\n')
    await read(text('load-canary(table).p95 <= 1s'))
    await assert.rejects(read(text('load-canary(cut).p95 <= 1s')), /no load "cut"/)
    await assert.rejects(read(text('convergence(table).p95 <= 1s')), /no step "table"/)
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faults } from '../../src/faults/index.ts'
import { InputError } from '../../src/lib/errors.ts'
import type { LoadPlanOptions } from '../../src/load/plan.ts'
import { loadPlan } from '../../src/load/plan.ts'
import { lab } from '../faults/lab.ts'

const load = (text: string, options: Partial<LoadPlanOptions> = {}, file = 'plans/a.yaml') =>
  loadPlan(file, text, {
    loadTopology: () => lab,
    parseTopology: () => lab,
    faults,
    metricNames: ['convergence'],
    rehearse: () => [],
    ...options,
  })

const text = (...lines: string[]) =>
  ['version: 1', 'name: t', 'topology: ../lab.yaml', 'steps:', ...lines].join('\n')

test('fills in every default', async () => {
  const plan = await load(text('  - { id: a, do: link-down, on: r2--r1, for: 5s }'))
  assert.deepEqual(plan, {
    name: 't',
    seed: 1,
    topology: lab,
    topologyAsWritten: '../lab.yaml',
    steadyState: { sessions: true, routes: true, quietMs: 1000, timeoutMs: 120_000 },
    load: [],
    steps: [
      {
        type: 'step',
        step: {
          id: 'a',
          do: 'link-down',
          on: { names: ['r2--r1'], exclude: [] },
          with: { mode: 'cut' },
          start: { type: 'next' },
          forMs: 5000,
          place: 'plans/a.yaml:5:5',
        },
      },
    ],
    repeat: 1,
    limits: { keepConnected: [], faultTtlMs: 600_000 },
    assertions: [],
    probes: { intervalMs: 100, streams: 32 },
  })
})

test('reads everything that can be written', async () => {
  const plan = await load(
    [
      'version: 1',
      'name: t',
      'description: all of it',
      'topology: lab.yaml',
      'seed: 7',
      'steady-state: [ { sessions: all-established }, { quiet: { for: 2s } }, { timeout: 9s } ]',
      'steps:',
      '  - id: a',
      '    do: node-stop',
      '    on: { names: r1, group: edge, kind: frr, asn: 1, pick: 2, exclude: [r2], distinct-from: b }',
      '    at: 1s',
      '    every: { period: 9s, count: 2, first: 1s, jitter: 5% }',
      '    for: 2s',
      '    note: why',
      '  - parallel:',
      '      - { id: b, do: node-stop, on: [r1, r2], after: { step: [a], event: healed, delay: 1s }, for: 1s }',
      '    after: a',
      'repeat: { count: 3 }',
      'limits: { nodes-down: 1, links-down: 2, keep-connected: [r1, "group:edge"], fault-ttl: 1m }',
      'assertions: [ "convergence(a) <= 2s" ]',
      'probes: { interval: 0s, streams: 4 }',
    ].join('\n'),
  )
  const [a, block] = plan.steps
  assert.deepEqual(a?.type === 'step' && a.step, {
    id: 'a',
    do: 'node-stop',
    on: {
      names: ['r1'],
      exclude: ['r2'],
      group: 'edge',
      kind: 'frr',
      asn: 1,
      pick: 2,
      distinctFrom: 'b',
    },
    with: {},
    start: { type: 'at', atMs: 1000 },
    forMs: 2000,
    every: { periodMs: 9000, firstMs: 1000, count: 2, jitter: 0.05 },
    note: 'why',
    place: 'plans/a.yaml:8:5',
  })
  assert.ok(block?.type === 'parallel')
  assert.deepEqual(block.start, { type: 'after', steps: ['a'], event: 'ended', delayMs: 0 })
  const [b] = block.children
  assert.deepEqual(b?.type === 'step' && b.step.start, {
    type: 'after',
    steps: ['a'],
    event: 'healed',
    delayMs: 1000,
  })
  assert.deepEqual(plan.steadyState, {
    sessions: true,
    routes: false,
    quietMs: 2000,
    timeoutMs: 9000,
  })
  assert.deepEqual(plan.limits, {
    nodesDown: 1,
    linksDown: 2,
    keepConnected: ['r1', 'group:edge'],
    faultTtlMs: 60_000,
  })
  assert.deepEqual(plan.probes, { intervalMs: 0, streams: 4 })
  assert.equal(plan.repeat, 3)
})

test('a relative topology is looked for beside the plan', async () => {
  const asked: string[] = []
  const loadTopology = (path: string) => {
    asked.push(path)
    return lab
  }
  await load(text('  - { id: a, do: session-reset, on: r1--r2 }'), { loadTopology })
  await load(text('  - { id: a, do: session-reset, on: r1--r2 }'), { loadTopology }, '<stdin>')
  assert.deepEqual(asked, ['lab.yaml', '../lab.yaml'])
})

test('a topology and a seed that are given count more than those of the file', async () => {
  const plan = await load(text('  - { id: a, do: session-reset, on: r1--r2 }'), {
    topology: { ...lab, name: 'given' },
    seed: 9,
    loadTopology: () => assert.fail('it is not needed'),
  })
  assert.equal(plan.topology.name, 'given')
  assert.equal(plan.seed, 9)
})

test('an inline topology keeps its lines', async () => {
  let seen = ''
  const inline = [
    'version: 1',
    'name: t',
    'topology:',
    '  name: x',
    '  nodes: { a: {} }',
    'steps:',
    '  - { id: a, do: session-reset, on: r1--r2 }',
  ]
  await load(inline.join('\n'), {
    parseTopology: (_, topologyText) => {
      seen = topologyText
      return lab
    },
  })
  assert.deepEqual(seen.trimEnd().split('\n').slice(3), ['  name: x', '  nodes: { a: {} }'])
})

test('what the rehearsal finds is shown at its key', async () => {
  const findings = [{ step: 'a', key: 'for', message: 'too long', hint: 'less' } as const]
  const plan = text('  - { id: a, do: node-stop, on: r1, for: 5s }')
  await assert.rejects(load(plan, { rehearse: () => findings }), (error) => {
    assert.ok(error instanceof InputError)
    assert.match(error.message, /^plans\/a.yaml:5:42: too long\n.*\n.*\^\^ less$/)
    return true
  })
})

test('a plan is frozen', async () => {
  const plan = await load(text('  - { id: a, do: session-reset, on: r1--r2 }'))
  assert.ok(Object.isFrozen(plan.limits) && Object.isFrozen(plan.steps))
})

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { faults } from '../../src/faults/index.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Activation } from '../../src/model/timeline.ts'
import { timelineToPlan } from '../../src/run/expand-text.ts'
import { expand } from '../../src/run/timeline.ts'
import { golden } from '../golden.ts'
import { planOf, planWithSteps } from './plan-text.ts'

const starts = (timeline: readonly Activation[]) =>
  Object.fromEntries(timeline.map(({ id, start }) => [id, start]))
const withoutPlaces = (timeline: readonly Activation[]) =>
  timeline.map(({ place: _, ...rest }) => rest)

test('a step without a start begins at t0', async () => {
  const plan = await planWithSteps('{ id: a, do: node-stop, on: r1, for: 1s }')
  assert.deepEqual(starts(expand(plan, faults)), { a: { type: 'at', atMs: 0 } })
})

test('blocks become starts after other activations', async () => {
  const plan = await planOf(
    readFileSync(join(packageRoot(), 'test/golden/timeline/blocks.yaml'), 'utf8'),
  )
  const after = (...activations: string[]) => ({
    type: 'after',
    activations,
    event: 'ended',
    delayMs: 0,
  })
  assert.deepEqual(starts(expand(plan, faults)), {
    one: { type: 'at', atMs: 5000 },
    two: after('one'),
    'two.2': { ...after('one'), delayMs: 10_000 },
    three: after('one'),
    four: after('two', 'two.2', 'three'),
    five: { type: 'after', activations: ['two', 'two.2'], event: 'healed', delayMs: 0 },
  })
})

test('every: period, first and jitter', async () => {
  const step = (jitter: string) =>
    `{ id: a, do: session-reset, on: r1--r2, at: 1s, every: { period: 10s, first: 2s, count: 3${jitter} } }`
  const times = async (jitter: string) =>
    expand(await planWithSteps(step(jitter)), faults).map(({ start }) =>
      start.type === 'at' ? start.atMs : Number.NaN,
    )
  assert.deepEqual(await times(''), [3000, 13_000, 23_000])
  const drifting = await times(', jitter: 10%')
  assert.notDeepEqual(drifting, [3000, 13_000, 23_000])
  for (const [index, atMs] of drifting.entries()) {
    assert.ok(Math.abs(atMs - (3000 + index * 10_000)) <= 1000)
    assert.ok(Number.isInteger(atMs))
  }
})

test('editing, adding or removing one step does not move the draws of another', async () => {
  const drawing =
    '{ id: pick, do: node-stop, on: { pick: 2 }, every: { period: 9s, count: 3 }, for: 1s }'
  const alone = expand(await planWithSteps(drawing), faults)
  const other = '{ id: other, do: node-stop, on: { pick: 1 }, at: 3s, for: 1s }'
  const both = expand(await planWithSteps(other, drawing), faults)
  const targets = (timeline: readonly Activation[]) =>
    timeline.filter(({ step }) => step === 'pick').map(({ on }) => on)
  assert.deepEqual(targets(both), targets(alone))
})

test('the seed moves the draws', async () => {
  const text = (seed: number) =>
    `{version: 1, name: t, topology: l, seed: ${seed}, steps: [{id: a, do: node-stop, on: {pick: 1}, for: 1s}]}`
  const drawn = await Promise.all(
    Array.from({ length: 20 }, async (_, seed) => expand(await planOf(text(seed)), faults)[0]?.on),
  )
  assert.equal(new Set(drawn.flat()).size, 5)
  const overridden = expand(await planOf(text(0), 7), faults)
  assert.deepEqual(overridden[0]?.on, drawn[7])
})

test('a step that is distinct from a later one does not choose the same', async () => {
  for (let seed = 0; seed < 20; seed++) {
    const plan = await planOf(
      `{version: 1, name: t, topology: l, seed: ${seed}, steps: [
        {id: a, do: node-stop, on: {pick: 2, distinct-from: b}, for: 1s},
        {id: b, do: node-stop, on: {pick: 2}, for: 1s}]}`,
    )
    const [a, b] = expand(plan, faults)
    assert.equal(new Set([...(a?.on ?? []), ...(b?.on ?? [])]).size, 4)
  }
})

test('adjacent: neighbours and iBGP peers of a node, ends of a link, both sides of a partition', async () => {
  const plan = await planWithSteps(
    '{ id: node, do: node-stop, on: r4, for: 1s }',
    '{ id: pair, do: node-stop, on: [r4, r5], for: 1s }',
    '{ id: link, do: link-down, on: r2--r3, for: 1s }',
    '{ id: session, do: session-reset, on: r4==r5 }',
    '{ id: parted, do: partition, on: [r1, r2], for: 1s }',
  )
  const adjacent = expand(plan, faults).map((activation) => activation.adjacent)
  assert.deepEqual(adjacent, [
    ['r3', 'r5'],
    ['r1', 'r3'],
    ['r2', 'r3'],
    ['r4', 'r5'],
    ['r1', 'r2', 'r3', 'r5'],
  ])
})

test('several targets are hit at once, and the longest silence counts', async () => {
  const plan = await planWithSteps('{ id: a, do: link-down, on: [r1--r2, r4--r5], for: 1s }')
  const [activation] = expand(plan, faults)
  assert.equal(activation?.phases.length, 1)
  assert.equal(activation?.phases[0]?.effects.length, 4)
  assert.equal(activation?.silentForMs, 9000)
})

for (const name of readdirSync(join(packageRoot(), 'test/golden/timeline'))) {
  if (!name.endsWith('.yaml')) continue
  test(`the timeline of ${name}`, async () => {
    const plan = await planOf(
      readFileSync(join(packageRoot(), 'test/golden/timeline', name), 'utf8'),
    )
    const text = timelineToPlan(plan, expand(plan, faults), faults)
    golden(text, `test/golden/timeline/${name.replace('.yaml', '.txt')}`)
  })
}

/** A step of each sort of selection and timing; `index` makes its id. */
const step = fc.record(
  {
    what: fc.constantFrom(
      { do: 'node-stop', on: { pick: 2 }, for: '5s' },
      { do: 'link-down', on: { names: 'r1--*', pick: 1 }, for: '1500ms' },
      { do: 'link-silence', on: ['r1->r2', 'r3--r4'], for: '5s' },
      {
        do: 'link-impair',
        on: 'r2--r1',
        for: '5s',
        with: { loss: '7%', rate: '1500kbit', delay: '0.1ms' },
      },
      { do: 'link-flap', on: { pick: 1 }, with: { down: '1s', up: '1s', count: 2 } },
      { do: 'session-reset', on: { pick: 1, exclude: 'r4==r5' }, with: { mode: 'soft' } },
      { do: 'partition', on: 'group:edge', for: '2s', with: { groups: [['r3']] } },
      { do: 'prefix-announce', on: 'r1', for: '2s', with: { prefixes: '203.0.113.0/24' } },
    ),
    every: fc.record({
      period: fc.constant('20s'),
      count: fc.integer({ min: 1, max: 3 }),
      jitter: fc.constantFrom('0%', '20%'),
    }),
    at: fc.integer({ min: 0, max: 9999 }).map((ms) => `${ms}ms`),
    after: fc.constantFrom('started', 'ended'),
  },
  { requiredKeys: ['what'], noNullPrototype: true },
)

type StepShape = typeof step extends fc.Arbitrary<infer T> ? T : never

const stepData = ({ what, every, at, after }: StepShape, index: number) => ({
  id: `s${index}`,
  ...what,
  ...(every && { every }),
  ...(after && index > 0
    ? { after: { step: `s${index - 1}`, event: after, delay: '2s' } }
    : at && { at }),
})

const planData = fc
  .record({
    steps: fc.array(step, { minLength: 1, maxLength: 5 }),
    block: fc.constantFrom('none', 'sequence', 'parallel'),
    seed: fc.nat(),
  })
  .map(({ steps, block, seed }) => {
    const entries = steps.map(stepData)
    const inBlock = entries.map((entry) => ('at' in entry ? { ...entry, at: undefined } : entry))
    return {
      version: 1,
      name: 'random',
      topology: 'lab.yaml',
      seed,
      steps: block === 'none' ? entries : [{ [block]: inBlock, at: '3s' }],
      assertions: ['lost-prefixes == 0'],
      limits: { 'nodes-down': 4, 'links-down': 5 },
    }
  })

const aside = ({ steps: _, assertions, ...rest }: Plan) => ({
  ...rest,
  assertions: assertions.map(({ text }) => text),
})

test('an expanded plan replays exactly', async () => {
  await fc.assert(
    fc.asyncProperty(planData, async (data) => {
      const plan = await planOf(stringify(data))
      const timeline = expand(plan, faults)
      assert.deepEqual(expand(plan, faults), timeline)
      const text = timelineToPlan(plan, timeline, faults)
      const again = await planOf(text)
      assert.deepEqual(withoutPlaces(expand(again, faults)), withoutPlaces(timeline))
      assert.deepEqual(aside(again), aside(plan))
      assert.equal(timelineToPlan(again, expand(again, faults), faults), text)
    }),
    { numRuns: 60 },
  )
})

/** Every fault of the registry, from plan to verdict: expanded, injected, settled, healed. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faults } from '../../src/faults/index.ts'
import type { Fault } from '../../src/model/fault.ts'
import type { Step } from '../../src/model/plan.ts'
import { endingOf } from '../../src/run/ending.ts'
import { expand } from '../../src/run/timeline.ts'
import { planWith, playRun } from './run-double.ts'

/** What a person would write. */
const WITH: Readonly<Record<string, unknown>> = {
  'link-flap': { down: '1s', up: '2s', count: 3 },
  'link-loss': { percent: '20%' },
  'link-rate': { rate: '1mbit' },
  'link-delay': { delay: '50ms' },
  'link-impair': { loss: '1%' },
  'prefix-announce': { prefixes: '203.0.113.0/24' },
}

const TARGET: Readonly<Record<Fault['on'], readonly string[]>> = {
  link: ['r1--r2'],
  node: ['r2'],
  session: ['r1--r2'],
  nodes: ['r1', 'r2'],
}

const stepOf = (fault: Fault, forMs?: number): Step => ({
  id: fault.name,
  do: fault.name,
  on: { names: TARGET[fault.on], exclude: [] },
  with: fault.params.parse(WITH[fault.name] ?? {}),
  start: { type: 'at', atMs: 1_000 },
  ...(forMs === undefined ? {} : { forMs }),
  place: 'plan.yaml:1:1',
})

const timelineOf = (fault: Fault) => {
  const timeline = (forMs?: number) =>
    expand({ ...planWith({}), steps: [{ type: 'step', step: stepOf(fault, forMs) }] }, [fault])
  const ending = endingOf(timeline()[0]?.phases ?? [])
  return { ending, timeline: timeline(ending.type === 'open' ? 20_000 : undefined) }
}

for (const fault of faults)
  test(`${fault.name} is injected, verified, settled and healed`, async () => {
    const { ending, timeline } = timelineOf(fault)
    const { result, testbed, lines } = await playRun(timeline)
    assert.deepEqual(result, { verdict: 'passed', reasons: [] })
    assert.equal(testbed.inPlace.size, 0)
    assert.equal(lines('fault-injected').length, 1)
    assert.equal(lines('fault-healed').length, ending.type === 'moment' ? 0 : 1)
    assert.ok(testbed.calls.flatMap(({ states }) => states).length > 0)
  })

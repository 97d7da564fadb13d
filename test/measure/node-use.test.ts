import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measureAll } from '../../src/measure/index.ts'
import type { Half, RunEvent } from '../../src/model/event.ts'
import { ended, fault, healed, injected, settled, started } from './journal.ts'

const sampled = (
  at: number,
  nodes: Readonly<Record<string, readonly [cpuMs: number, memoryOctets: number]>>,
): RunEvent => ({
  type: 'resources-sampled',
  at,
  nodes: Object.fromEntries(
    Object.entries(nodes).map(([name, [cpuMs, memoryOctets]]) => [name, { cpuMs, memoryOctets }]),
  ),
})

/** A cut, commanded at 1000, settled at 2500; healed at 3000, settled at 4500. */
const journal = (...seen: readonly RunEvent[]): RunEvent[] => [
  started(0),
  fault(990, 'cut', ['a--b'], ['a', 'b']),
  ...injected(1000, 1010, 'cut'),
  settled(2500, 'cut', 'injection'),
  ...healed(3000, 3005, 'cut'),
  settled(4500, 'cut', 'reversion'),
  ...seen,
  ended(5000),
]

const figure = (events: readonly RunEvent[], name: string, half?: Half) => {
  const found = measureAll(events).find((one) => one.name === name && one.half === half)
  return found && { value: found.value, samples: found.samples, by: found.by }
}

const run = journal(
  sampled(500, { a: [100, 10], b: [50, 7] }),
  sampled(1500, { a: [120, 12], b: [50, 7] }),
  sampled(2500, { a: [220, 30], b: [60, 6] }),
  // The container of b started again.
  sampled(3500, { a: [230, 20], b: [40, 3] }),
  sampled(4500, { a: [230, 20], b: [44, 4] }),
)

test('cpu time: of a half by interpolation, of the whole iteration; a new container goes on', () => {
  // a: half of 20 ms, and 100 ms; b: 10 ms.
  assert.deepEqual(figure(run, 'cpu-time', 'injection'), {
    value: 120,
    samples: [120],
    by: { a: 110, b: 10 },
  })
  assert.deepEqual(figure(run, 'cpu-time', 'reversion')?.by, { a: 5, b: 24 })
  assert.deepEqual(figure(run, 'cpu-time'), { value: 184, samples: [184], by: { a: 130, b: 54 } })
})

test('memory: the peak of each router, with what held when the half began', () => {
  assert.deepEqual(figure(run, 'memory-peak', 'injection'), {
    value: 19,
    samples: [19],
    by: { a: 12, b: 7 },
  })
  assert.deepEqual(figure(run, 'memory-peak', 'reversion')?.by, { a: 30, b: 6 })
  assert.deepEqual(figure(run, 'memory-peak'), { value: 37, samples: [37], by: { a: 30, b: 7 } })
})

test('no samples, no measurement; one sample, no value', () => {
  assert.equal(figure(journal(), 'cpu-time', 'injection'), undefined)
  assert.equal(figure(journal(), 'memory-peak'), undefined)
  assert.equal(figure(journal(sampled(500, { a: [1, 1] })), 'cpu-time', 'injection')?.value, null)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bootId, hostSampled, ownMeter } from '../../../src/backends/docker/host-sample.ts'

const SAMPLE = {
  event: 'host',
  at: 5000,
  forMs: 1000,
  processors: 2,
  busyMs: 900,
  lowMs: 30,
  idleMs: 1000,
  stealMs: 0,
  labMs: 400,
  lagMs: 3,
  together: true,
} as const
const OWN = { userMs: 100, systemMs: 50, low: false, lagMs: 9 }

test('what is neither of the lab nor our own is foreign', () => {
  const { foreignMs, lagMs } = hostSampled(SAMPLE, OWN)
  assert.deepEqual([foreignMs, lagMs], [350, 9])
})

test('our own part is not on the host of an engine that is elsewhere', () => {
  assert.equal(hostSampled({ ...SAMPLE, together: false }, OWN).foreignMs, 500)
})

test('of low priority, only our time in the kernel is among the ordinary', () => {
  const { foreignMs, lowMs } = hostSampled({ ...SAMPLE, lowMs: 130 }, { ...OWN, low: true })
  assert.deepEqual([foreignMs, lowMs], [450, 30])
})

test('counters that do not tick together never give less than nothing', () => {
  assert.equal(hostSampled({ ...SAMPLE, labMs: 950 }, OWN).foreignMs, 0)
})

test('where the lab cannot be told from others nothing is foreign', () => {
  const { labMs: _, ...unknown } = SAMPLE
  assert.equal('foreignMs' in hostSampled(unknown, OWN), false)
})

test('the meter tells how late its own timer was, once', async () => {
  let now = 0
  const meter = ownMeter(() => now)
  try {
    now = 700
    const deadline = Date.now() + 10_000
    let lagMs = 0
    while (lagMs === 0 && Date.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      lagMs = meter.since().lagMs
    }
    assert.equal(lagMs, 600)
    assert.equal(meter.since().lagMs, 0)
  } finally {
    meter.stop()
  }
})

test('a host is known by the id of its boot', () => assert.equal(bootId(), bootId()))

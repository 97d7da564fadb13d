import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  readGroup1,
  readGroup2,
  readPressure,
  readProcessors,
  readWaited,
} from '../../src/agent/host-counters.ts'

const STAT = `cpu  100 7 40 1000 5 3 2 11 9 1
cpu0 50 3 20 500 2 1 1 5 4 0
cpu1 50 4 20 500 3 2 1 6 5 1
intr 12 0 0
ctxt 99`

test('/proc/stat: ticks of 10 ms, low priority and waiting apart, interrupts left out', () => {
  assert.deepEqual(readProcessors(STAT), {
    count: 2,
    busyMs: 1400,
    lowMs: 70,
    idleMs: 10_050,
    stealMs: 110,
  })
})

test('pressure is that of some, in milliseconds; a kernel without it tells nothing', () => {
  const some = 'some avg10=7.1 avg60=3.0 avg300=1.0 total=153728'
  assert.equal(readPressure(`${some}\nfull avg10=0 avg60=0 avg300=0 total=5\n`), 153.728)
  assert.equal(readPressure(''), undefined)
})

test('both versions of control groups', () => {
  const one = 'nr_periods 5\nnr_throttled 2\nthrottled_time 3000000\n'
  assert.deepEqual(readGroup1('2500000\n', one), { usedMs: 2.5, throttledMs: 3 })
  const two = 'usage_usec 2500\nuser_usec 1\nnr_throttled 2\nthrottled_usec 3000\n'
  assert.deepEqual(readGroup2(two), { usedMs: 2.5, throttledMs: 3 })
  assert.deepEqual(readGroup2('usage_usec 2500\n'), { usedMs: 2.5, throttledMs: 0 })
})

test('the second number of schedstat is the time in the queue', () => {
  assert.equal(readWaited('65232075 44659792 395\n'), 44.659792)
})

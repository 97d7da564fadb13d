import assert from 'node:assert/strict'
import { test } from 'node:test'
import { medianOf } from '../../src/dut/bench/bench.ts'
import type { DutFigures, DutRun } from '../../src/dut/bench/record.ts'
import { flagsOf, flagsOfRuns, foreignShare } from '../../src/dut/bench/trust.ts'

/** A device that worked for most of a second, alone on a machine of two CPUs. */
const GOOD: DutFigures = {
  establishedMs: 20,
  firstRouteMs: 3,
  allRoutesMs: 1000,
  routesPerS: 100_000,
  dutCpuUserMs: 700,
  dutCpuSystemMs: 200,
  dutPeakBytes: 1 << 26,
  sendMs: 900,
  blockedMs: 850,
  generatorCpuMs: 150,
  foreignCpuMs: 20,
  watchedMs: 1010,
  machineCpus: 2,
  expectedPrefixes: 100_000,
  missingPrefixes: 0,
  repeatedPrefixes: 0,
  tablePrefixes: 100_000,
}

const flags = (change: Partial<DutFigures>, isComplete = true) =>
  flagsOf({ ...GOOD, ...change }, isComplete)

test('a device that was the slowest part, on a quiet machine, can be trusted', () => {
  assert.deepEqual(flags({}), [])
  // It took everything at once and worked on it afterwards.
  assert.deepEqual(flags({ sendMs: 60, blockedMs: 0 }), [])
})

test('what did not arrive, and what the device counts otherwise', () => {
  assert.deepEqual(flags({}, false), ['incomplete'])
  assert.deepEqual(flags({ missingPrefixes: 1 }), ['incomplete'])
  assert.deepEqual(flags({ tablePrefixes: 99_999 }), ['count-differs'])
})

test('a generator that was busy sending all the time, and worked more than the device', () => {
  const slow = { sendMs: 950, blockedMs: 10, generatorCpuMs: 950, dutCpuUserMs: 300 }
  assert.deepEqual(flags(slow), ['generator-bound'])
  // Held up by a device that does not read: its own speed does not matter.
  assert.deepEqual(flags({ ...slow, blockedMs: 900 }), [])
})

test('others may have a tenth of the machine', () => {
  assert.deepEqual(flags({ foreignCpuMs: 201 }), [])
  assert.deepEqual(flags({ foreignCpuMs: 210 }), ['contended'])
  assert.equal(foreignShare({ ...GOOD, foreignCpuMs: 1010 }), 0.5)
})

test('runs: all their flags, and whether they agree', () => {
  const run = (allRoutesMs: number, more: Partial<DutRun> = {}): DutRun => ({
    outcome: 'complete',
    figures: { ...GOOD, allRoutesMs },
    flags: [],
    ...more,
  })
  assert.deepEqual(flagsOfRuns([run(1000), run(1100), run(1400)]), [])
  assert.deepEqual(flagsOfRuns([run(1000), run(1000), run(1600)]), ['scattered'])
  const failed: DutRun = { outcome: 'failed', reason: 'x', flags: ['incomplete'] }
  assert.deepEqual(flagsOfRuns([run(1000), failed, failed]), ['incomplete'])
})

test('the median is taken of each figure by itself', () => {
  const all = [1, 9, 2].map((n) => ({ ...GOOD, allRoutesMs: n, blockedMs: 10 - n }))
  const { allRoutesMs, blockedMs, machineCpus } = medianOf(all)
  assert.deepEqual([allRoutesMs, blockedMs, machineCpus], [2, 8, 2])
})

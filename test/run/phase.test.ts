import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awaitPhase } from '../../src/run/phase.ts'
import { lab } from '../faults/lab.ts'
import { virtualClock } from './virtual-clock.ts'

const waits = async (seed: number, repeat: number): Promise<readonly number[]> => {
  const clock = virtualClock(0)
  const { signal } = new AbortController()
  const times: number[] = []
  for (let iteration = 1; iteration <= repeat; iteration++) {
    const before = clock.now()
    await awaitPhase({ repeat, seed, topology: lab }, iteration, { clock }, signal)
    times.push(clock.now() - before)
  }
  return times
}

test('repeats wait for a part of the longest rhythm, each for another one', async () => {
  const rhythms = lab.nodes.map(({ timers }) => Math.max(timers.keepaliveMs, timers.mraiMs))
  const times = await waits(1, 50)
  assert.equal(new Set(times).size, 50)
  assert.ok(times.every((ms) => ms >= 0 && ms < Math.max(...rhythms)))
  assert.ok(Math.max(...times) > 0.8 * Math.max(...rhythms))
  assert.ok(Math.min(...times) < 0.2 * Math.max(...rhythms))
})

test('the wait is that of the seed, and a plan that is played once has none', async () => {
  assert.deepEqual(await waits(1, 5), await waits(1, 5))
  assert.notDeepEqual(await waits(1, 5), await waits(2, 5))
  assert.deepEqual(await waits(1, 1), [0])
})

test('an interruption ends the wait', async () => {
  const parts = { clock: virtualClock(0) }
  await awaitPhase({ repeat: 2, seed: 1, topology: lab }, 1, parts, AbortSignal.abort())
  assert.equal(parts.clock.now(), 0)
})

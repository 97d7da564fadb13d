import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engineClock } from '../../../src/backends/docker/clock.ts'

const FAR_MS = 3_600_000
const never = new AbortController().signal

test('a wait ends with the reason when the testbed is lost', async () => {
  const lost = new AbortController()
  const clock = engineClock(0, lost.signal)
  const waiting = clock.until(clock.now() + FAR_MS, never)
  lost.abort(new Error('the agent is gone'))
  await assert.rejects(waiting, /the agent is gone/)
  await assert.rejects(clock.until(clock.now() - 1, never), /the agent is gone/)
})

test('a wait ends when its own signal aborts, before or while it waits', async () => {
  const clock = engineClock(0, never)
  const own = new AbortController()
  const waiting = clock.until(clock.now() + FAR_MS, own.signal)
  own.abort(new Error('interrupted'))
  await assert.rejects(waiting, /interrupted/)
  await assert.rejects(clock.until(clock.now() + FAR_MS, own.signal), /interrupted/)
})

test('what is past is not waited for', () => {
  const clock = engineClock(FAR_MS, never)
  return clock.until(clock.now() - 1, never)
})

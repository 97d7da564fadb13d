import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awaitAgreement } from '../../../bench/check/agree.ts'
import type { Clock } from '../../../src/model/testbed.ts'

const PATIENCE = { leastMs: 2000, pauseMs: 1000, mostMs: 10_000 }
const never = new AbortController().signal

/** Jumps to whatever is waited for. */
const jumping = (): Clock => {
  let nowMs = 0
  return {
    now: () => nowMs,
    until: async (timeMs, signal) => {
      signal.throwIfAborted()
      nowMs = Math.max(nowMs, timeMs)
    },
  }
}

test('one look without differences is not enough: two in a row are', async () => {
  const looks = [['a'], [], ['b'], [], [], ['never seen']]
  const clock = jumping()
  const look = async () => looks.shift() ?? []
  assert.deepEqual(await awaitAgreement(look, clock, PATIENCE, never), [])
  assert.deepEqual(looks, [['never seen']])
  assert.equal(clock.now(), 6000)
})

test('nothing is looked at before what comes late can have come', async () => {
  const clock = jumping()
  const looks: number[] = []
  const look = async () => {
    looks.push(clock.now())
    return []
  }
  await awaitAgreement(look, clock, PATIENCE, never)
  assert.deepEqual(looks, [2000, 3000])
})

test('differences that stay are given at the end', async () => {
  const clock = jumping()
  assert.deepEqual(await awaitAgreement(async () => ['stays'], clock, PATIENCE, never), ['stays'])
  assert.equal(clock.now(), 11_000)
})

test('an abort ends the wait', async () => {
  const ended = AbortSignal.abort(new Error('enough'))
  const waiting = awaitAgreement(async () => ['a'], jumping(), PATIENCE, ended)
  await assert.rejects(waiting, /enough/)
})

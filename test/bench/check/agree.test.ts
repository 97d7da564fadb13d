import assert from 'node:assert/strict'
import { test } from 'node:test'
import { awaitAgreement } from '../../../bench/check/agree.ts'

const AT_ONCE = { leastMs: 0, pauseMs: 0, mostMs: 60_000 }
const never = new AbortController().signal

test('one look without differences is not enough: two in a row are', async () => {
  const looks = [['a'], [], ['b'], [], [], ['never seen']]
  const differences = await awaitAgreement(async () => looks.shift() ?? [], AT_ONCE, never)
  assert.deepEqual(differences, [])
  assert.deepEqual(looks, [['never seen']])
})

test('differences that stay are given at the end', async () => {
  const patience = { ...AT_ONCE, mostMs: 0 }
  assert.deepEqual(await awaitAgreement(async () => ['stays'], patience, never), ['stays'])
})

test('an abort ends the wait', async () => {
  const controller = new AbortController()
  const waiting = awaitAgreement(
    async () => ['a'],
    { ...AT_ONCE, pauseMs: 60_000 },
    controller.signal,
  )
  controller.abort(new Error('enough'))
  await assert.rejects(waiting, /abort/i)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as tick } from 'node:timers/promises'
import { mapLimit } from '../../src/lib/map-limit.ts'

test('results keep the order of the items, whatever ends first', async () => {
  const order: number[] = []
  const results = await mapLimit([3, 2, 1], 3, async (ticks, index) => {
    for (let i = 0; i < ticks; i++) await tick()
    order.push(ticks)
    return `${index}:${ticks}`
  })
  assert.deepEqual(results, ['0:3', '1:2', '2:1'])
  assert.deepEqual(order, [1, 2, 3])
})

test('never more than the limit under way, and the limit is used', async () => {
  let running = 0
  let most = 0
  await mapLimit([...Array(10).keys()], 3, async () => {
    most = Math.max(most, ++running)
    await tick()
    running--
  })
  assert.equal(most, 3)
  assert.equal(running, 0)
})

test('nothing to do is done at once', async () => {
  assert.deepEqual(await mapLimit([], 4, () => assert.fail('called')), [])
})

test('after a failure no new call starts, and those under way end before it is passed on', async () => {
  const started: number[] = []
  const ended: number[] = []
  const promise = mapLimit([0, 1, 2, 3, 4], 2, async (item) => {
    started.push(item)
    if (item === 0) throw new Error('first')
    for (let i = 0; i < 5; i++) await tick()
    ended.push(item)
  })
  await assert.rejects(promise, /first/)
  assert.deepEqual(started, [0, 1])
  assert.deepEqual(ended, [1])
})

test('a function that throws at once is a rejection too', async () => {
  const boom = () => {
    throw new Error('boom')
  }
  await assert.rejects(mapLimit([1], 1, boom), /boom/)
})

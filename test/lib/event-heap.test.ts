import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { EventHeap } from '../../src/lib/event-heap.ts'

test('events leave by time, and at one time in the order in which they came', () => {
  // Negative: one leaves; else one comes at that time. Few times, so that many are equal.
  const steps = fc.array(fc.integer({ min: -6, max: 6 }), { maxLength: 3000 })
  fc.assert(
    fc.property(steps, (list) => {
      const heap = new EventHeap()
      const model: { time: number; n: number }[] = []
      list.forEach((step, n) => {
        if (step >= 0) {
          heap.push(step, n, n + 1)
          model.push({ time: step, n })
          return
        }
        model.sort((x, y) => x.time - y.time || x.n - y.n)
        const expected = model.shift()
        assert.equal(heap.nextTime, expected?.time ?? Number.POSITIVE_INFINITY)
        assert.equal(heap.pop(), expected !== undefined)
        if (expected)
          assert.deepEqual([heap.time, heap.a, heap.b], [expected.time, expected.n, expected.n + 1])
        assert.equal(heap.size, model.length)
      })
    }),
    { numRuns: 60 },
  )
})

test('it grows beyond its first room, and shows what waits', () => {
  const heap = new EventHeap()
  for (let n = 0; n < 5000; n++) heap.push((n * 7919) % 5000, n, 0)
  assert.equal([...heap.entries()].length, 5000)
  assert.equal(heap.nextOrder, 5000)
  for (let time = 0; time < 5000; time++) {
    assert.ok(heap.pop())
    assert.equal(heap.time, time)
  }
  assert.equal(heap.pop(), false)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Alarm } from '../../../src/backends/sim/alarm.ts'
import { EventQueue } from '../../../src/backends/sim/queue.ts'

const run = (queue: EventQueue): void => {
  while (queue.step());
}

test('events come by time, at one instant in the order of scheduling, and never when cancelled', () => {
  const event = fc.record({ at: fc.integer({ min: 0, max: 20 }), cancelled: fc.boolean() })
  fc.assert(
    fc.property(fc.array(event, { maxLength: 60 }), (events) => {
      const queue = new EventQueue()
      const performed: number[] = []
      const scheduled = events.map(({ at }, i) =>
        queue.schedule(at, () => {
          assert.equal(queue.nowMs, at)
          performed.push(i)
        }),
      )
      events.forEach(({ cancelled }, i) => {
        if (cancelled) scheduled[i]?.cancel()
      })
      run(queue)
      const expected = events
        .map(({ at, cancelled }, i) => ({ at, cancelled, i }))
        .filter(({ cancelled }) => !cancelled)
        .sort((a, b) => a.at - b.at || a.i - b.i)
      assert.deepEqual(
        performed,
        expected.map(({ i }) => i),
      )
    }),
  )
})

test('what an event schedules comes in its turn; the past is now, and never is never', () => {
  const queue = new EventQueue()
  const performed: string[] = []
  queue.schedule(5, () => {
    queue.schedule(1, () => performed.push('late'))
    queue.schedule(7, () => performed.push('later'))
  })
  queue.schedule(5, () => performed.push('same time'))
  queue.schedule(Number.POSITIVE_INFINITY, () => performed.push('never'))
  run(queue)
  assert.deepEqual(performed, ['same time', 'late', 'later'])
  assert.equal(queue.nowMs, 7)
})

test('the next time is that of an event that was not cancelled', () => {
  const queue = new EventQueue()
  const first = queue.schedule(1, () => undefined)
  queue.schedule(2, () => undefined)
  assert.equal(queue.nextMs, 1)
  first.cancel()
  assert.equal(queue.nextMs, 2)
  run(queue)
  assert.equal(queue.nextMs, Number.POSITIVE_INFINITY)
})

test('an alarm rings once, at the deadline that was set last', () => {
  const deadlines = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 })
  fc.assert(
    fc.property(deadlines, (list) => {
      const queue = new EventQueue()
      const rung: number[] = []
      const alarm = new Alarm(queue, () => rung.push(queue.nowMs))
      for (const at of list) alarm.set(at)
      run(queue)
      assert.deepEqual(rung, [list.at(-1)])
    }),
  )
})

import assert from 'node:assert/strict'
import { mock, test } from 'node:test'
import { Outbox } from '../../src/agent/outbox.ts'

const opened = () => {
  const writes: string[] = []
  return { writes, outbox: new Outbox((text) => writes.push(text)) }
}

test('what is told within 100 ms goes out in one write, in order', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    const { writes, outbox } = opened()
    outbox.put({ event: 'lease-expired', at: 1 })
    mock.timers.tick(99)
    outbox.put({ event: 'lease-expired', at: 2 })
    assert.deepEqual(writes, [])
    mock.timers.tick(1)
    const lines = '{"event":"lease-expired","at":1}\n{"event":"lease-expired","at":2}\n'
    assert.deepEqual(writes, [lines])
  } finally {
    mock.timers.reset()
  }
})

test('who waits for an answer does not wait for the timer, and gets nothing twice', () => {
  mock.timers.enable({ apis: ['setTimeout'] })
  try {
    const { writes, outbox } = opened()
    outbox.put({ event: 'lease-expired', at: 1 })
    outbox.flush()
    outbox.flush()
    mock.timers.tick(1000)
    assert.deepEqual(writes, ['{"event":"lease-expired","at":1}\n'])
  } finally {
    mock.timers.reset()
  }
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Shape } from '../../../src/model/topology.ts'
import { delays, SEGMENT, Wire, words } from './wire.ts'

describe('the congestion window', () => {
  /** How many segments b got in each round trip of 200 ms. */
  const perRoundTrip = (wire: Wire, start: number): number[] => {
    const counts: number[] = []
    for (const delay of delays(wire, start)) {
      const round = Math.floor(delay / 200)
      counts[round] = (counts[round] ?? 0) + 1
    }
    return Array.from(counts, (count = 0) => count)
  }

  const send = (wire: Wire, segments: number): void => {
    for (let i = 0; i < segments; i++) wire.send(SEGMENT)
  }

  test('lets ten segments go at once, and twice as many with each round trip (RFC 6928, RFC 5681)', () => {
    const wire = new Wire({ delayMs: 100 }).connected()
    const start = wire.queue.nowMs
    send(wire, 10 + 20 + 40 + 80)
    wire.socket.close()
    wire.until(start + 10_000)
    assert.match(wire.told.at(-1) ?? '', /^b closed/)
    wire.told.pop()
    assert.deepEqual(perRoundTrip(wire, start), [10, 20, 40, 80])
  })

  test('is that of the beginning again after a long rest, and not after a short one', () => {
    for (const [restMs, expected] of [
      [10_000, [10, 20, 10]],
      [100, [40]],
    ] as const) {
      const wire = new Wire({ delayMs: 100 }).connected()
      send(wire, 10 + 20)
      wire.until(wire.queue.nowMs + 500 + restMs)
      wire.told.length = 0
      const start = wire.queue.nowMs
      send(wire, 40)
      wire.until(start + 10_000)
      assert.deepEqual(perRoundTrip(wire, start), expected)
    }
  })

  test('does not open by small messages that leave room', () => {
    const wire = new Wire({ delayMs: 100 }).connected()
    for (let i = 0; i < 300; i++) {
      wire.send('keepalive')
      wire.until(wire.queue.nowMs + 100)
    }
    wire.told.length = 0
    const start = wire.queue.nowMs
    send(wire, 15)
    wire.until(start + 10_000)
    const [first] = perRoundTrip(wire, start).filter((count) => count > 5)
    assert.ok(first !== undefined && first <= 11, String(first))
  })

  test('is one segment after a timeout, and grows slowly from half of what it was', () => {
    const wire = new Wire({ delayMs: 100 }).connected()
    wire.silence('b', true)
    wire.send('lost')
    wire.until(wire.queue.nowMs + 300)
    wire.silence('b', false)
    wire.until(wire.queue.nowMs + 3_000)
    wire.told.length = 0
    const start = wire.queue.nowMs
    send(wire, 30)
    wire.until(start + 10_000)
    assert.deepEqual(perRoundTrip(wire, start).slice(0, 3), [1, 2, 4])
    assert.ok(perRoundTrip(wire, start).length >= 6, 'above the threshold it does not double')
    assert.equal(delays(wire, start).length, 30)
  })

  test('is half of what it was when one is missing and others come, and then grows slowly', () => {
    const wire = new Wire({ delayMs: 100 }).connected()
    const { out } = wire.fabric.interface('a', 'a--b')
    out.shape = { delayMs: 100, loss: 0.999999 }
    wire.send(SEGMENT)
    out.shape = { delayMs: 100 }
    send(wire, 3)
    wire.until(wire.queue.nowMs + 350)
    wire.told.length = 0
    const start = wire.queue.nowMs
    send(wire, 5 + 6 + 7)
    wire.until(start + 10_000)
    assert.deepEqual(perRoundTrip(wire, start), [5, 6, 7])
  })

  test('keeps nothing for who is gone', () => {
    const wire = new Wire({ delayMs: 100 }).connected()
    send(wire, 30)
    wire.until(wire.queue.nowMs + 50)
    wire.fabric.host('a').isRunning = false
    wire.until(wire.queue.nowMs + 10_000)
    assert.equal(words(wire.told).filter((line) => line.startsWith('b got')).length, 10)
  })
})

describe('a link that shuffles and repeats', () => {
  const single = (shape: Shape, count: number): number[] => {
    const wire = new Wire().connected()
    wire.fabric.interface('a', 'a--b').out.shape = shape
    return Array.from({ length: count }, () => {
      wire.told.length = 0
      const start = wire.queue.nowMs
      wire.send('x')
      wire.until(start + 600_000)
      return delays(wire, start)[0] ?? assert.fail('it did not arrive')
    })
  }
  const near = (value: number, expected: number): boolean => Math.abs(value - expected) <= 1

  test('a packet that overtakes does not wait for the delay, nor for the rate', () => {
    const found = single({ delayMs: 100, reorder: 0.5, rateBps: 8_000 }, 60)
    const quick = found.filter((ms) => near(ms, 0))
    assert.ok(quick.length > 10 && quick.length < 50, String(quick.length))
    assert.ok(
      found.every((ms) => near(ms, 0) || near(ms, 167)),
      found.join(),
    )
  })

  test('one that has overtaken waits for those before it', () => {
    const wire = new Wire().connected()
    const { out } = wire.fabric.interface('a', 'a--b')
    out.shape = { delayMs: 100 }
    const start = wire.queue.nowMs
    wire.send('slow')
    out.shape = { delayMs: 100, reorder: 1 }
    wire.send('quick')
    wire.until(start + 1000)
    assert.deepEqual(words(wire.told), ['b got slow', 'b got quick'])
    assert.deepEqual(delays(wire, start), [100, 100])
  })

  test('two copies need the wire twice, and the first one counts', () => {
    const wire = new Wire().connected()
    wire.fabric.interface('a', 'a--b').out.shape = { rateBps: 8_000, duplicate: 1 }
    const start = wire.queue.nowMs
    for (let i = 0; i < 3; i++) wire.send('x'.repeat(934))
    wire.until(start + 10_000)
    assert.deepEqual(
      delays(wire, start).map((ms) => Math.round(ms / 1000)),
      [1, 3, 5],
    )
    const alone = single({ delayMs: 100, jitterMs: 100 }, 200)
    const twice = single({ delayMs: 100, jitterMs: 100, duplicate: 1 }, 200)
    const mean = (all: readonly number[]) => all.reduce((sum, ms) => sum + ms, 0) / all.length
    // Of one uniform draw, and of the smaller one of two.
    assert.ok(Math.abs(mean(alone) - 100) < 15, String(mean(alone)))
    assert.ok(Math.abs(mean(twice) - 200 / 3) < 15, String(mean(twice)))
  })

  test('what is always sent twice is hardly ever lost, unless the link loses all', () => {
    const late = (shape: Shape) => single(shape, 200).filter((ms) => ms > 100).length
    const some = late({ loss: 0.3 })
    assert.ok(some > 30 && some < 90, String(some))
    assert.equal(late({ loss: 0.3, duplicate: 1 }), 0)
    const wire = new Wire().connected()
    wire.fabric.interface('a', 'a--b').out.shape = { loss: 1, duplicate: 1 }
    wire.send('x')
    wire.until(wire.queue.nowMs + 10_000)
    assert.deepEqual(wire.told, [])
  })
})

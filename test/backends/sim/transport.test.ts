import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { delays, Wire, words } from './wire.ts'

describe('a connection', () => {
  test('takes a round trip, and the other end hears of it half a round trip later', () => {
    const wire = new Wire({ delayMs: 100 })
    wire.socket.connect()
    wire.until(1000)
    assert.deepEqual(wire.told, ['a connected 200', 'b connected 300'])
  })

  test('into silence is tried again after 1, 2 and 4 s', () => {
    const wire = new Wire()
    wire.silence('b', true)
    wire.socket.connect()
    wire.until(6900)
    wire.silence('b', false)
    wire.until(20_000)
    assert.deepEqual(wire.told, ['a connected 7000', 'b connected 7000'])
  })

  test('is given up at last', () => {
    const wire = new Wire()
    wire.silence('a', true)
    wire.socket.connect()
    wire.until(1_000_000)
    assert.deepEqual(wire.told, ['a no-answer 127000'])
  })

  test('is refused where nobody listens, and is unreachable without an interface', () => {
    const wire = new Wire()
    wire.fabric.host('b').listener = undefined
    wire.socket.connect()
    wire.until(100)
    assert.deepEqual(words(wire.told), ['a refused'])
    const cut = new Wire()
    cut.fabric.interface('a', 'a--b').hasCarrier = false
    cut.socket.connect()
    cut.until(100)
    assert.deepEqual(words(cut.told), ['a unreachable'])
  })
})

describe('what is sent', () => {
  test('arrives whole and in order, whatever the link loses and shuffles', () => {
    const shape = fc.record({
      delayMs: fc.integer({ min: 0, max: 50 }),
      jitterMs: fc.integer({ min: 0, max: 50 }),
      loss: fc.double({ min: 0, max: 0.6, noNaN: true }),
      corrupt: fc.double({ min: 0, max: 0.2, noNaN: true }),
      duplicate: fc.double({ min: 0, max: 1, noNaN: true }),
      reorder: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    const gaps = fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(shape, gaps, fc.nat(), (impairment, pauses, seed) => {
        const wire = new Wire({}, seed).connected()
        wire.fabric.interface('a', 'a--b').out.shape = impairment
        pauses.forEach((pause, i) => {
          wire.send(String(i))
          wire.until(wire.queue.nowMs + pause)
        })
        wire.until(Number.MAX_VALUE)
        assert.deepEqual(
          words(wire.told),
          pauses.map((_, i) => `b got ${i}`),
        )
      }),
    )
  })

  test('is late, not gone, when it is lost; what comes behind it waits', () => {
    const wire = new Wire().connected()
    const { out } = wire.fabric.interface('a', 'a--b')
    out.shape = { loss: 0.999999 }
    wire.until(2000).send('x')
    out.shape = {}
    wire.send('y')
    wire.until(5000)
    const [first, second] = wire.told
    assert.deepEqual(
      [first, second].map((line) => line?.split(' ')[2]),
      ['x', 'y'],
    )
    assert.ok(Number(first?.split(' ')[3]) >= 2200)
    assert.equal(first?.split(' ')[3], second?.split(' ')[3])
  })

  test('into silence comes with the first retransmission after it, at doubled intervals', () => {
    const wire = new Wire().connected()
    const start = wire.queue.nowMs
    wire.silence('b', true)
    wire.send('x')
    wire.until(start + 1000)
    wire.send('y')
    wire.silence('b', false)
    wire.until(start + 10_000)
    assert.deepEqual(words(wire.told), ['b got x', 'b got y'])
    // 200, 600 and 1400 ms after it was sent.
    const lateMs = wire.told.map((line) => Number(line.split(' ').at(-1)) - start)
    assert.ok(
      lateMs.every((ms) => ms >= 1399 && ms <= 1403),
      lateMs.join(),
    )
  })

  test('comes a round trip late when three others came behind it, else after the timeout', () => {
    const afterMs = (behind: number): number => {
      const wire = new Wire({ delayMs: 100 }).connected()
      const { out } = wire.fabric.interface('a', 'a--b')
      const start = wire.queue.nowMs
      out.shape = { delayMs: 100, loss: 0.999999 }
      wire.send('x')
      out.shape = { delayMs: 100 }
      for (let i = 0; i < behind; i++) wire.send(String(i))
      wire.until(start + 10_000)
      assert.equal(wire.told.length, behind + 1)
      assert.deepEqual([...new Set(delays(wire, start))].length, 1)
      return delays(wire, start)[0] ?? assert.fail()
    }
    assert.equal(afterMs(3), 300)
    assert.equal(afterMs(9), 300)
    // The timeout is 200 ms and a round trip.
    assert.equal(afterMs(2), 500)
  })

  test('comes after the timeout when what was sent again is lost too', () => {
    const wire = new Wire({ delayMs: 100 }).connected()
    const { out } = wire.fabric.interface('a', 'a--b')
    const start = wire.queue.nowMs
    out.shape = { delayMs: 100, loss: 0.999999 }
    wire.send('x')
    out.shape = { delayMs: 100 }
    for (let i = 0; i < 3; i++) wire.send(String(i))
    wire.until(start + 150)
    out.shape = { delayMs: 100, loss: 0.999999 }
    wire.until(start + 250)
    out.shape = { delayMs: 100 }
    wire.until(start + 10_000)
    assert.deepEqual([...new Set(delays(wire, start))], [500])
  })

  test('is kept back while nothing acknowledges what was sent before', () => {
    const wire = new Wire().connected()
    const start = wire.queue.nowMs
    wire.silence('a', true)
    wire.send('x')
    wire.until(start + 100).send('y')
    wire.until(start + 3000).send('z')
    wire.until(start + 9000)
    assert.deepEqual(words(wire.told), ['b got x', 'b got y'])
    wire.silence('a', false)
    wire.until(start + 60_000)
    assert.deepEqual(words(wire.told), ['b got x', 'b got y', 'b got z'])
  })

  test('is lost with the path when it breaks under way', () => {
    const wire = new Wire({ delayMs: 100 }).connected()
    const start = wire.queue.nowMs
    const end = wire.fabric.interface('b', 'a--b')
    wire.send('x')
    wire.until(start + 50)
    end.hasCarrier = false
    wire.until(start + 150)
    assert.deepEqual(wire.told, [])
    end.hasCarrier = true
    wire.until(start + 2000)
    assert.deepEqual(words(wire.told), ['b got x'])
  })

  test('takes its time on a slow link, one behind the other', () => {
    const wire = new Wire().connected()
    const start = wire.queue.nowMs
    wire.fabric.interface('a', 'a--b').out.shape = { rateBps: 8000 }
    const text = 'x'.repeat(934)
    for (let i = 0; i < 3; i++) wire.send(text)
    wire.until(start + 10_000)
    const times = wire.told.map((line) =>
      Math.round((Number(line.split(' ').at(-1)) - start) / 1000),
    )
    assert.deepEqual(times, [1, 2, 3])
  })
})

describe('the end', () => {
  test('comes behind what was sent', () => {
    const wire = new Wire().connected()
    wire.send('bye')
    wire.socket.close()
    wire.until(5000)
    assert.deepEqual(words(wire.told), ['b got bye', 'b closed'])
  })

  test('what a kernel knows nothing of is reset: after a restart, and after a close', () => {
    const wire = new Wire().connected()
    wire.fabric.host('b').life += 1
    wire.send('x')
    wire.until(5000)
    assert.deepEqual(words(wire.told), ['a reset'])
    const closed = new Wire().connected()
    closed.far?.vanish()
    closed.send('x')
    closed.until(5000)
    assert.deepEqual(words(closed.told), ['a reset'])
  })

  test('silence ends a connection only after many retransmissions', () => {
    const wire = new Wire().connected()
    wire.silence('b', true)
    wire.send('x')
    wire.until(800_000)
    assert.deepEqual(wire.told, [])
    wire.until(2_000_000)
    assert.deepEqual(words(wire.told), ['a no-answer'])
  })
})

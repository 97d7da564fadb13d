import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Fabric } from '../../../src/backends/sim/fabric.ts'
import { EventQueue } from '../../../src/backends/sim/queue.ts'
import { Socket, type SocketUser } from '../../../src/backends/sim/socket.ts'
import { createRandom } from '../../../src/lib/random.ts'
import type { Shape } from '../../../src/model/topology.ts'
import { lab } from '../../solve/lab.ts'

const A = '10.0.1.1'
const B = '10.0.1.2'

/** Two hosts and a link, a connection from a to b, and what its two ends were told. */
class Wire {
  readonly queue = new EventQueue()
  readonly fabric: Fabric
  readonly told: string[] = []
  socket: Socket
  far: Socket | undefined

  constructor(shape: Shape = {}, seed = 1) {
    const topology = lab({ nodes: { a: 1, b: 2 }, links: [['a', 'b']] })
    this.fabric = new Fabric(topology, createRandom(seed))
    for (const name of ['a', 'b']) {
      this.fabric.host(name).isRunning = true
      this.fabric.interface(name, 'a--b').out.shape = shape
    }
    this.listen()
    this.socket = this.#open()
  }

  listen(): void {
    this.fabric.host('b').listener = (far) => {
      this.far = far
      return this.#user('b')
    }
  }

  /** The time is then exactly that. */
  until(ms: number): this {
    this.queue.schedule(ms, () => undefined)
    while (this.queue.nextMs <= ms) this.queue.step()
    return this
  }

  connected(): this {
    this.socket.connect()
    this.until(this.queue.nowMs + 1000)
    this.told.length = 0
    return this
  }

  /** Nothing gets from one to the other. */
  silence(to: 'a' | 'b', on: boolean): void {
    this.fabric.host(to).drop = on ? [{ link: 'a--b' }] : []
  }

  send(text: string): void {
    this.socket.send(new TextEncoder().encode(text))
  }

  #open(): Socket {
    const net = { queue: this.queue, fabric: this.fabric }
    return new Socket(net, this.fabric.host('a'), A, B, this.#user('a'))
  }

  #user(name: string): SocketUser {
    const tell = (what: string) => this.told.push(`${name} ${what} ${this.queue.nowMs.toFixed(0)}`)
    return {
      connected: () => tell('connected'),
      arrived: (bytes) => tell(`got ${new TextDecoder().decode(bytes)}`),
      ended: ({ why }) => tell(why),
    }
  }
}

const words = (told: readonly string[]): string[] =>
  told.map((line) => line.split(' ').slice(0, -1).join(' '))

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

/** Milliseconds after `start` at which b got something. */
const delays = ({ told }: Wire, start: number): number[] =>
  told.map((line) => Number(line.split(' ').at(-1)) - start)

const SEGMENT = 'x'.repeat(1448)

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

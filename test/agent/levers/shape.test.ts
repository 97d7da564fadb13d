import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { qdisc } from '../../../src/agent/levers/shape.ts'
import { host } from '../../../src/agent/nodes.ts'
import type { Shape } from '../../../src/model/topology.ts'

// The levers open a shell of the host as soon as they are loaded.
after(() => host.close())

const words = (shape: Shape, mtu = 1500): string | undefined =>
  qdisc(shape, mtu)?.replace(/\s+/g, ' ').trim()

const CASES: readonly (readonly [Shape, string | undefined])[] = [
  [{}, undefined],
  [{ delayMs: 0, loss: 0, corrupt: 0 }, undefined],
  [{ delayMs: 35 }, 'netem limit 100000 delay 35ms'],
  [{ delayMs: 0.5, jitterMs: 0.25 }, 'netem limit 100000 delay 0.5ms 0.25ms'],
  [{ jitterMs: 2 }, 'netem limit 100000 delay 0ms 2ms'],
  [{ loss: 0.001 }, 'netem limit 100000 loss 0.1000%'],
  [{ loss: 1 }, 'netem limit 100000 loss 100.0000%'],
  [{ corrupt: 0.01, duplicate: 0.02 }, 'netem limit 100000 corrupt 1.0000% duplicate 2.0000%'],
  [{ delayMs: 10, reorder: 0.25 }, 'netem limit 100000 delay 10ms reorder 25.0000%'],
  [{ delayMs: 10, rateBps: 100e6 }, 'netem limit 100000 delay 10ms rate 100000000bit'],
  [{ loss: 0.5, rateBps: 1e6 }, 'netem limit 100000 loss 50.0000% rate 1000000bit'],
]

for (const [shape, expected] of CASES) {
  test(`${JSON.stringify(shape)} is ${expected ?? 'no qdisc'}`, () => {
    assert.equal(words(shape), expected)
  })
}

test('a rate alone needs no netem: a token bucket of 10 ms, of one full frame at least', () => {
  assert.equal(words({ rateBps: 100e6 }), 'tbf rate 100000000bit burst 125000 latency 50ms')
  assert.equal(words({ rateBps: 64_000 }), 'tbf rate 64000bit burst 2000 latency 50ms')
  assert.equal(words({ rateBps: 1e6 }, 9000), 'tbf rate 1000000bit burst 9500 latency 50ms')
})

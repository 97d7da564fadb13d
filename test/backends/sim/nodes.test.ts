import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { BackendError } from '../../../src/lib/errors.ts'
import { lab } from '../../solve/lab.ts'
import { Bed } from './bed.ts'

const pair = lab({ nodes: { a: 1, b: 2 }, links: [['a', 'b']] })
const B = '10.0.1.2'
const WAY = [{ link: 'a--b', gateway: B }]

const settled = (): Bed => new Bed(pair).pass(10_000).from()

/** When and why a lost its session. */
const loss = (bed: Bed, since: number) => {
  const lost = bed.seenOf('session-changed', 'a').find(({ up }) => !up)
  return lost && { afterMs: lost.at - since, reason: lost.reason }
}

const stopped = (how: 'stop' | 'kill' | 'power-loss') =>
  ({ lever: 'process', node: 'b', state: 'stopped', how }) as const
const running = { lever: 'process', node: 'b', state: 'running', how: 'start' } as const

describe('a node', () => {
  test('that is killed is missed at once: its kernel closes its connections', () => {
    const bed = settled()
    const { now } = bed
    bed.set(stopped('kill'))
    bed.pass(1000)
    assert.equal(loss(bed, now)?.reason, 'the peer closed the connection')
    assert.ok((loss(bed, now)?.afterMs ?? 9000) < 1)
    assert.deepEqual(
      bed.seenOf('node-changed').map(({ running }) => running),
      [false],
    )
    assert.equal(bed.network.isUp('b'), false)
    assert.equal(bed.network.carries('a--b', 'a'), false)
    assert.throws(() => bed.network.routes('b'), BackendError)
  })

  test('that is stopped says goodbye, and one that loses its power does not', () => {
    const told = settled()
    told.set(stopped('stop'))
    told.pass(1000)
    assert.equal(loss(told, 0)?.reason, 'Cease/Peer De-configured')
    const bed = settled()
    const { now } = bed
    bed.set(stopped('power-loss'))
    bed.pass(20_000)
    assert.equal(loss(bed, now)?.reason, 'Hold Timer Expired')
    assert.ok((loss(bed, now)?.afterMs ?? 0) > 6000)
    assert.deepEqual(bed.seenOf('interface-changed'), [])
  })

  test('that has just been started has nothing to reset', () => {
    const bed = settled()
    bed.set(stopped('kill'))
    bed.set(running)
    const reset = { lever: 'reset', session: 'a--b', node: 'b', hard: true } as const
    assert.match(bed.set(reset), /nothing to reset/)
  })

  test('starts again with nothing, and learns it all anew', () => {
    const bed = settled()
    bed.set(stopped('kill'))
    bed.pass(3000)
    bed.set(running)
    assert.deepEqual(
      [...bed.network.fib('b').entries()].filter(([, way]) => way !== 'local'),
      [],
    )
    assert.throws(() => bed.network.routes('b'), BackendError)
    bed.pass(15_000)
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
    assert.deepEqual(
      bed.seenOf('node-changed').map(({ running }) => running),
      [false, true],
    )
  })

  test('that is back before it was missed resets the connections that it does not know', () => {
    const bed = settled()
    const { now } = bed
    bed.set(stopped('power-loss'))
    bed.pass(1000)
    bed.set(running)
    bed.pass(5000)
    assert.equal(loss(bed, now)?.reason, 'the peer reset the connection')
    bed.pass(10_000)
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
  })

  test('that is stopped while it starts does not start', () => {
    const bed = settled()
    bed.set(stopped('kill'))
    bed.pass(3000).set(running)
    bed.pass(100).set(stopped('kill'))
    bed.pass(10_000)
    assert.throws(() => bed.network.sessions('b'), BackendError)
    bed.set(running)
    bed.pass(20_000)
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
  })

  test('has one BGP process, whatever was done to it while it started', () => {
    const bed = settled()
    const daemon = { lever: 'daemon', node: 'b', daemon: 'bgp' } as const
    bed.set(stopped('kill'))
    bed.pass(3000).set(running)
    bed.pass(100).set(stopped('kill'))
    bed.set({ ...daemon, state: 'dead' })
    bed.pass(10_000).set(running)
    bed.set({ ...daemon, state: 'running' })
    bed.pass(20_000)
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
    // A second one would go on trying.
    bed.from().pass(30_000)
    assert.deepEqual(bed.seen, [])
  })

  test('that is paused goes on forwarding, and its sessions end with the hold time', () => {
    const bed = settled()
    const { now } = bed
    bed.set({ lever: 'process', node: 'b', state: 'paused', how: 'pause' })
    assert.throws(() => bed.network.sessions('b'), BackendError)
    bed.pass(5000)
    assert.equal(bed.network.carries('a--b', 'a'), true)
    assert.equal(loss(bed, now), undefined)
    bed.pass(15_000)
    assert.equal(loss(bed, now)?.reason, 'Hold Timer Expired')
    assert.ok(Array.isArray(bed.network.fib('b').lookup('198.18.1.0/24')))
    bed.set({ lever: 'process', node: 'b', state: 'running', how: 'start' })
    bed.pass(20_000)
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
  })

  test('that is paused for less than the hold time loses nothing', () => {
    const bed = settled()
    bed.set({ lever: 'process', node: 'b', state: 'paused', how: 'pause' })
    bed.pass(5500)
    bed.set(running)
    bed.pass(20_000)
    assert.deepEqual(bed.seen, [])
  })
})

describe('a daemon', () => {
  const daemon = (role: 'bgp' | 'rib', state: 'dead' | 'frozen' | 'running') =>
    ({ lever: 'daemon', node: 'b', daemon: role, state }) as const

  test('of BGP that is dead: the neighbour knows at once, and its routes leave the kernel', () => {
    const bed = settled()
    const { now } = bed
    bed.set(daemon('bgp', 'dead'))
    bed.pass(100)
    assert.ok((loss(bed, now)?.afterMs ?? 9000) < 1)
    assert.equal(bed.network.fib('b').lookup('198.18.1.0/24'), undefined)
    assert.equal(bed.network.carries('a--b', 'a'), true)
    bed.set(daemon('bgp', 'running'))
    bed.pass(10_000)
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
  })

  test('of BGP that is frozen: silence, and the kernel keeps its routes', () => {
    const bed = settled()
    const { now } = bed
    bed.set(daemon('bgp', 'frozen'))
    bed.pass(20_000)
    assert.equal(loss(bed, now)?.reason, 'Hold Timer Expired')
    assert.ok(Array.isArray(bed.network.fib('b').lookup('198.18.1.0/24')))
    bed.set(daemon('bgp', 'running'))
    bed.pass(20_000)
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
  })

  test('of the kernel table that is dead: BGP goes on, the kernel stays as it was until it is back', () => {
    const bed = settled()
    bed.set({ ...daemon('rib', 'dead'), node: 'a' })
    bed.set({
      lever: 'routes',
      node: 'b',
      announce: ['198.18.9.0/24'],
      withdraw: ['198.18.2.0/24'],
    })
    bed.pass(1000)
    const { network } = bed
    assert.deepEqual(
      network.routes('a').map(({ prefix }) => prefix),
      ['198.18.1.0/24', '198.18.9.0/24'],
    )
    assert.deepEqual(network.fib('a').lookup('198.18.2.0/24'), WAY)
    assert.equal(network.fib('a').lookup('198.18.9.0/24'), undefined)
    assert.deepEqual(bed.seenOf('fib-changed', 'a'), [])
    bed.set({ ...daemon('rib', 'running'), node: 'a' })
    bed.pass(1000)
    assert.deepEqual(network.fib('a').lookup('198.18.9.0/24'), WAY)
    assert.equal(network.fib('a').lookup('198.18.2.0/24'), undefined)
    assert.deepEqual(
      bed
        .seenOf('fib-changed', 'a')
        .map(({ prefix, nextHops }) => [prefix, nextHops])
        .sort(),
      [
        ['198.18.2.0/24', []],
        ['198.18.9.0/24', [B]],
      ],
    )
  })

  test('of the kernel table that is back writes all routes once more, but not one that stood still', () => {
    for (const [state, expected] of [
      ['dead', [['198.18.2.0/24', [B]]]],
      ['frozen', []],
    ] as const) {
      const bed = settled()
      bed.set({ ...daemon('rib', state), node: 'a' })
      bed.pass(1000)
      bed.set({ ...daemon('rib', 'running'), node: 'a' })
      bed.pass(1000)
      const changes = bed.seenOf('fib-changed', 'a')
      assert.deepEqual(
        changes.map(({ prefix, nextHops }) => [prefix, nextHops]),
        expected,
      )
    }
  })

  test('that is held dead stays so over a restart of its node', () => {
    const bed = settled()
    bed.set(daemon('bgp', 'dead'))
    bed.set(stopped('kill'))
    assert.equal(bed.set({ ...daemon('bgp', 'dead') }), 'the node is down')
    bed.set(running)
    bed.pass(20_000)
    assert.equal(bed.state('a', B) === 'Established', false)
    bed.set(daemon('bgp', 'running'))
    bed.pass(10_000)
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
  })
})

test('an own network that another router announces too is reached there once it is given up', () => {
  const bed = settled()
  const [{ prefix, canary } = { prefix: '', canary: '' }] = pair.nodes[0]?.networks ?? []
  bed.set({ lever: 'routes', node: 'b', announce: [prefix], withdraw: [] })
  bed.pass(5000)
  assert.equal(bed.network.fib('a').lookup(prefix), undefined)
  bed.set({ lever: 'routes', node: 'a', announce: [], withdraw: [prefix] })
  bed.pass(5000)
  assert.deepEqual(bed.network.fib('a').lookup(prefix), WAY)
  assert.equal(bed.network.fib('a').lookup(canary), 'local')
})

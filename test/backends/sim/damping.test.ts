/** Prefix limits and route-flap damping between simulated routers. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { reuseAfterMs, WITHDRAWAL } from '../../../src/bgp/router/damping.ts'
import type { Session, Topology } from '../../../src/model/topology.ts'
import { lab } from '../../solve/lab.ts'
import { Bed } from './bed.ts'

const P = '198.18.1.0/24'
const A = '10.0.1.1'
const B = '10.0.1.2'

const MORE = ['198.18.90.0/24', '198.18.91.0/24']

describe('a router that accepts two prefixes', () => {
  const limited = (): Bed => {
    const pair = lab({ nodes: { a: 1, b: 2 }, links: [['a', 'b']] })
    const limit = ({ ends: [a, b], ...session }: Session): Session => ({
      ...session,
      ends: [a, { ...b, maxPrefixes: 2 }],
    })
    return new Bed({ ...pair, sessions: pair.sessions.map(limit) }).pass(10_000).from()
  }
  const announce = (bed: Bed, prefixes: readonly string[]) =>
    bed.set({ lever: 'routes', node: 'a', announce: prefixes, withdraw: [] })

  test('ends the session with the third, and leaves it so until it is reset', () => {
    const bed = limited()
    announce(bed, MORE)
    bed.pass(60_000)
    const [notified] = bed.seenOf('notification-received', 'a')
    assert.deepEqual([notified?.code, notified?.subcode], [6, 1])
    assert.equal(bed.state('b', A), 'Idle')
    assert.notEqual(bed.state('a', B), 'Established')
    assert.equal(bed.network.sessions('b')[0]?.lastReset, 'too many prefixes')
    assert.equal(bed.network.fib('b').lookup(P), undefined)
    announce(bed, [])
    bed.pass(60_000)
    assert.equal(bed.state('b', A), 'Idle', 'nobody reset it')
    const session = bed.topology.sessions[0]?.id as string
    bed.set({ lever: 'reset', session, node: 'b', hard: true })
    bed.pass(10_000)
    assert.deepEqual(bed.differences(), [])
  })

  test('is as it was after it was shut down and let up again', () => {
    const bed = limited()
    announce(bed, MORE)
    bed.pass(10_000)
    announce(bed, [])
    const session = bed.topology.sessions[0]?.id as string
    for (const up of [false, true]) bed.set({ lever: 'session', session, node: 'b', up })
    bed.pass(10_000)
    assert.equal(bed.state('b', A), 'Established')
  })
})

describe('a router that damps', () => {
  const damping = { halfLifeMs: 60_000, reuse: 1000, suppress: 2000, maxSuppressMs: 240_000 }
  /** `b` damps; `c` is behind it. */
  const chain = (kind = 'lemur'): Topology => {
    const { nodes, ...rest } = lab({
      nodes: { a: 1, b: 2, c: 3 },
      links: [
        ['a', 'b'],
        ['b', 'c'],
      ],
    })
    const damped = nodes.map((node) => (node.name === 'b' ? { ...node, kind, damping } : node))
    return { ...rest, nodes: damped }
  }
  const flap = (bed: Bed, times: number, everyMs: number): void => {
    for (let i = 0; i < times; i++)
      for (const withdraw of [[P], []]) {
        bed.set({ lever: 'routes', node: 'a', announce: [], withdraw })
        bed.pass(everyMs / 2)
      }
  }

  test('uses what flapped once', () => {
    const bed = new Bed(chain()).pass(10_000).from()
    flap(bed, 1, 1000)
    assert.deepEqual(bed.differences(), [])
  })

  test('suppresses what flapped three times, then uses it again at the time that was computed', () => {
    const bed = new Bed(chain()).pass(10_000).from()
    flap(bed, 3, 1000)
    assert.equal(bed.network.fib('b').lookup(P), undefined)
    assert.equal(bed.network.fib('c').lookup(P), undefined)
    const last = bed.seenOf('update-received', 'b').filter(({ withdrawn }) => withdrawn.includes(P))
    const at = (i: number) => last.at(i)?.at as number
    const rest = (since: number) => WITHDRAWAL * 2 ** (-(at(-1) - at(since)) / damping.halfLifeMs)
    const due = at(-1) + reuseAfterMs(rest(-3) + rest(-2) + WITHDRAWAL, damping)
    bed.pass(due - bed.now - 100)
    assert.equal(bed.network.fib('b').lookup(P), undefined)
    bed.pass(200)
    assert.deepEqual(bed.differences(), [])
    assert.equal(bed.seenOf('update-received', 'c').at(-1)?.announced[0], P)
  })

  test('looks every ten seconds where its software does', () => {
    const bed = new Bed(chain('frr')).pass(10_000).from()
    flap(bed, 3, 1000)
    bed.pass(damping.maxSuppressMs)
    const told = bed.seenOf('update-received', 'c').at(-1)
    assert.equal(told?.announced[0], P)
    // On the way: a decision, two messages.
    assert.ok(told.at % 10_000 < 100, String(told.at))
    assert.deepEqual(bed.differences(), [])
  })
})

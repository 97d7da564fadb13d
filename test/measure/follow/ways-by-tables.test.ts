import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { waysByTables } from '../../../src/measure/follow/ways-by-tables.ts'
import { readIteration } from '../../../src/measure/iteration.ts'
import type { Effect } from '../../../src/model/effect.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import { lab } from '../../faults/lab.ts'

const PREFIX = '198.18.2.0/24'
/** Addresses of the ring: who hears `VIA.r5` at r1 hands over to r5. */
const VIA = {
  r1: { r2: '10.0.1.2', r5: '10.0.5.1' },
  r2: {},
  r3: { r2: '10.0.2.1' },
  r4: { r5: '10.0.4.2', r3: '10.0.3.1' },
  r5: { r1: '10.0.5.2', r4: '10.0.4.1' },
} as const

const started: RunEvent = {
  type: 'run-started',
  at: 0,
  plan: 'ways',
  seed: 1,
  iteration: 1,
  backend: 'docker',
  versions: {},
  timers: {},
  topology: lab,
}

/** How packets for r2 go at first: r3 hands over to it, and so does r1 for r5 and r4. */
const FIRST = { r1: VIA.r1.r2, r2: undefined, r3: VIA.r3.r2, r4: VIA.r4.r5, r5: VIA.r5.r1 }

const reads = (routes: Readonly<Record<string, string | undefined>>, at = 1): readonly RunEvent[] =>
  Object.entries(routes).map(([node, gateway]) => ({
    type: 'fib-read',
    at,
    node,
    routes: gateway === undefined ? {} : { [PREFIX]: [gateway] },
  }))

const route = (at: number, node: string, ...nextHops: string[]): RunEvent => ({
  ...{ type: 'fib-changed', at, node, prefix: PREFIX, nextHops, protocol: 'bgp' },
})

const carrier = (at: number, node: string, link: string, up: boolean): RunEvent => ({
  ...{ type: 'interface-changed', at, node, link, up },
})

const acting = (at: number, ...effects: readonly Effect[]): RunEvent => ({
  ...{ type: 'effects-applied', at, instance: 'fault', half: 'injection', effects, applied: [] },
})

/** What is told of packets from r1 to the network of r2. */
const told = (...events: readonly RunEvent[]): readonly string[] | undefined =>
  waysByTables(readIteration([started, ...events]))
    ?.filter(({ node, prefix }) => node === 'r1' && prefix === PREFIX)
    .map(({ at, outcome, path }) => `${at} ${outcome} ${path.join(' ')}`)

describe('the ways of packets, by the tables of the kernels', () => {
  test('a cut: a hole, then a loop, then the way around', () => {
    const ways = told(
      ...reads(FIRST),
      carrier(10, 'r1', 'r1--r2', false),
      carrier(10, 'r2', 'r1--r2', false),
      route(20, 'r1', VIA.r1.r5),
      route(30, 'r5', VIA.r5.r4),
      route(40, 'r4', VIA.r4.r3),
    )
    assert.deepEqual(ways, [
      '10 dropped r1',
      '20 loop r1 r5 r1',
      '30 loop r1 r5 r4 r5',
      '40 delivered r1 r5 r4 r3 r2',
    ])
  })

  test('the order of the reports does not matter, that of their times does', () => {
    const events = [
      ...reads(FIRST),
      route(30, 'r5', VIA.r5.r4),
      route(40, 'r4', VIA.r4.r3),
      route(20, 'r1', VIA.r1.r5),
    ]
    assert.deepEqual(told(...events.toReversed()), told(...events))
    assert.equal(told(...events)?.[0], '20 loop r1 r5 r1')
  })

  test('a filter that no kernel tells of, and that nothing of BGP passes', () => {
    const filter = (drop: object): Effect => ({ lever: 'filter', node: 'r2', drop: [drop] })
    const during = (drop: object) => told(...reads(FIRST), acting(10, filter(drop)), acting(50))
    assert.deepEqual(during({}), ['10 dropped r1', '50 delivered r1 r2'])
    assert.deepEqual(during({ link: 'r1--r2' }), ['10 dropped r1', '50 delivered r1 r2'])
    for (const other of [
      { bgpOnly: true },
      { link: 'r2--r3' },
      { to: '10.0.1.2' },
      { from: '1.2.3.4' },
    ])
      assert.deepEqual(during(other), [])
  })

  test('a link that loses everything loses it one way', () => {
    const loses = (node: string, loss: number): Effect => ({
      ...{ lever: 'shape', end: { link: 'r1--r2', node }, shape: { loss } },
    })
    assert.deepEqual(told(...reads(FIRST), acting(10, loses('r1', 1))), ['10 dropped r1'])
    assert.deepEqual(told(...reads(FIRST), acting(10, loses('r2', 1))), [])
    assert.deepEqual(told(...reads(FIRST), acting(10, loses('r1', 0.5))), [])
  })

  test('an interface that is shut down takes its routes along, without a word', () => {
    const admin: Effect = { lever: 'admin', end: { node: 'r1', link: 'r1--r2' }, up: false }
    const ways = told(
      ...reads(FIRST),
      carrier(10, 'r1', 'r1--r2', false),
      acting(11, admin),
      carrier(50, 'r1', 'r1--r2', true),
      acting(51),
      route(60, 'r1', VIA.r1.r2),
    )
    assert.deepEqual(ways, ['10 dropped r1', '11 no-route r1', '60 delivered r1 r2'])
  })

  const node = (at: number, running: boolean): RunEvent => ({
    ...{ type: 'node-changed', at, node: 'r1', running },
  })

  test('a router that stops forwards nothing, and comes back with new interfaces and an empty table', () => {
    const ways = told(
      ...reads(FIRST),
      carrier(9, 'r1', 'r1--r2', false),
      node(10, false),
      // It is watched before it is told that it runs.
      ...reads({ r1: undefined }, 49),
      node(50, true),
      route(60, 'r1', VIA.r1.r2),
    )
    assert.deepEqual(ways, ['9 dropped r1', '50 no-route r1', '60 delivered r1 r2'])
    const soon = told(
      ...reads(FIRST),
      node(10, false),
      ...reads({ r1: VIA.r1.r2 }, 49),
      node(50, true),
    )
    assert.deepEqual(soon, ['10 dropped r1', '50 delivered r1 r2'])
  })

  test('a link that is cut stays so for a router that comes back', () => {
    const end = { node: 'r1', link: 'r1--r2' }
    const ways = told(
      ...reads(FIRST),
      acting(5, { lever: 'carrier', end, up: false }),
      ...[node(10, false), ...reads({ r1: VIA.r1.r2 }, 49), node(50, true)],
      acting(70),
    )
    assert.deepEqual(ways, ['5 dropped r1', '70 delivered r1 r2'])
  })

  test('nothing is told before every table was read, and nothing where none was', () => {
    const { r5, ...others } = FIRST
    const cut = route(10, 'r1')
    assert.deepEqual(told(...reads(others), cut, ...reads({ r5 }, 20)), [])
    assert.equal(told(cut), undefined)
  })
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { lab } from '../../solve/lab.ts'
import { Bed } from './bed.ts'

const pair = () => lab({ nodes: { a: 1, b: 2 }, links: [['a', 'b']] })
const A = '10.0.1.1'
const B = '10.0.1.2'
const end = (node: string) => ({ link: 'a--b', node })

/** Two routers that have told each other everything. */
const settled = (): Bed => new Bed(pair()).pass(10_000).from()

const reasons = (bed: Bed, node: string): string[] =>
  bed.seenOf('session-changed', node).map(({ up, reason }) => (up ? 'up' : reason))

describe('two routers', () => {
  test('come up and exchange what they have, and kernels get the routes', () => {
    const bed = new Bed(pair()).pass(10_000)
    assert.deepEqual([bed.state('a', B), bed.state('b', A)], ['Established', 'Established'])
    assert.deepEqual(bed.differences(), [])
    assert.deepEqual(bed.network.fib('a').lookup('198.18.2.0/24'), [{ link: 'a--b', gateway: B }])
    assert.deepEqual(bed.network.fib('a').lookup('198.18.2.77'), [{ link: 'a--b', gateway: B }])
    assert.equal(bed.network.fib('b').lookup('198.18.2.1'), 'local')
    assert.equal(bed.network.fib('a').lookup('198.18.3.1'), undefined)
    const [update] = bed.seenOf('update-received', 'a')
    assert.deepEqual(update?.announced, ['198.18.2.0/24'])
    assert.deepEqual(update?.asPath, [2])
    assert.equal(update?.from, B)
    // RFC 4271 section 4.3: header 19, two lengths, ORIGIN 4, AS_PATH 9, NEXT_HOP 7, NLRI 4.
    assert.equal(update?.octets, 47)
  })

  test('stay up for as long as nothing happens', () => {
    const bed = settled().pass(1_000_000)
    assert.deepEqual(bed.seen, [])
  })
})

describe('a link', () => {
  test('without carrier at both ends is noticed at once', () => {
    const bed = settled()
    const { now } = bed
    for (const node of ['a', 'b']) bed.set({ lever: 'carrier', end: end(node), up: false })
    bed.pass(100)
    const lost = bed.seenOf('session-changed')
    assert.deepEqual(
      lost.map(({ node, up, at }) => [node, up, at]),
      [
        ['a', false, now],
        ['b', false, now],
      ],
    )
    assert.deepEqual(
      bed.seenOf('interface-changed').map(({ node, link, up }) => [node, link, up]),
      [
        ['a', 'a--b', false],
        ['b', 'a--b', false],
      ],
    )
    assert.equal(bed.network.fib('a').lookup('198.18.2.0/24'), undefined)
    assert.equal(bed.network.carries('a--b', 'a'), false)
    for (const node of ['a', 'b']) bed.set({ lever: 'carrier', end: end(node), up: true })
    bed.pass(2000)
    assert.deepEqual(bed.differences(), [])
  })

  test('without carrier at one end is silent for the other', () => {
    const bed = settled()
    const { now } = bed
    bed.set({ lever: 'carrier', end: end('a'), up: false })
    bed.pass(20_000)
    const [far] = bed.seenOf('session-changed', 'b')
    assert.equal(far?.reason, 'Hold Timer Expired')
    assert.ok(far.at - now > 6000 && far.at - now <= 9000)
    assert.deepEqual(
      bed.seenOf('interface-changed').map(({ node }) => node),
      ['a'],
    )
  })

  test('that is silent is noticed when the hold time is over', () => {
    const bed = settled()
    const { now } = bed
    bed.set({ lever: 'filter', node: 'b', drop: [{ link: 'a--b' }] })
    bed.pass(30_000)
    const [first] = bed.seenOf('session-changed')
    assert.deepEqual([first?.node, first?.reason], ['b', 'Hold Timer Expired'])
    assert.ok((first?.at ?? 0) - now > 6000 && (first?.at ?? 0) - now <= 9000)
    // The other direction works, but without acknowledgements nothing new is sent: nobody is told.
    assert.deepEqual(reasons(bed, 'a'), ['Hold Timer Expired'])
    assert.deepEqual(bed.seenOf('notification-received', 'a'), [])
    bed.set({ lever: 'filter', node: 'b', drop: [] })
    bed.pass(10_000)
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
  })

  test('that is silent for less than the hold time costs no session', () => {
    const bed = settled()
    bed.set({ lever: 'filter', node: 'a', drop: [{ link: 'a--b' }] })
    bed.pass(5000)
    bed.set({ lever: 'routes', node: 'b', announce: ['198.18.9.0/24'], withdraw: [] })
    bed.set({ lever: 'filter', node: 'a', drop: [] })
    bed.pass(20_000)
    assert.deepEqual(bed.seenOf('session-changed'), [])
    assert.ok(bed.network.routes('a').some(({ prefix }) => prefix === '198.18.9.0/24'))
  })

  test('loses BGP alone where only BGP is dropped', () => {
    const bed = settled()
    const drop = [{ link: 'a--b', from: B, bgpOnly: true }]
    bed.set({ lever: 'filter', node: 'a', drop })
    assert.equal(bed.network.carries('a--b', 'b'), true)
    bed.pass(30_000)
    assert.deepEqual(reasons(bed, 'a'), ['Hold Timer Expired'])
  })

  test('that only passes through is left alone by a filter for the address of another', () => {
    const chain = lab({
      nodes: { a: 1, b: 1, c: 1 },
      links: [
        ['a', 'b'],
        ['b', 'c'],
      ],
    })
    const bed = new Bed(chain).pass(20_000).from()
    const [a, b] = chain.nodes.map(({ loopback }) => loopback.ipv4)
    const drop = [{ ...(a && { from: a }), ...(b && { to: b }), bgpOnly: true }]
    bed.set({ lever: 'filter', node: 'b', drop })
    bed.pass(20_000)
    assert.deepEqual(bed.seenOf('session-changed', 'c'), [])
    assert.deepEqual(reasons(bed, 'b'), ['Hold Timer Expired'])
  })

  test('has the delay that it is given', () => {
    const bed = settled()
    bed.set({ lever: 'shape', end: end('b'), shape: { delayMs: 500 } })
    assert.ok(bed.network.delayMs('a--b', 'b') > 500)
    assert.ok(bed.network.delayMs('a--b', 'a') < 1)
    const { now } = bed
    bed.set({ lever: 'routes', node: 'b', announce: ['198.18.9.0/24'], withdraw: [] })
    bed.pass(1000)
    const [update] = bed.seenOf('update-received', 'a')
    assert.ok((update?.at ?? 0) - now >= 500 && (update?.at ?? 0) - now < 510)
  })
})

describe('an administrator', () => {
  test('shuts a session down and enables it again', () => {
    const bed = settled()
    bed.set({ lever: 'session', session: 'a--b', node: 'a', up: false })
    bed.pass(30_000)
    assert.deepEqual(reasons(bed, 'b'), ['Cease/Administrative Shutdown'])
    assert.equal(bed.state('a', B), 'Idle')
    assert.deepEqual(
      bed.network.routes('b').map(({ prefix }) => prefix),
      ['198.18.2.0/24'],
    )
    bed.set({ lever: 'session', session: 'a--b', node: 'a', up: true })
    bed.pass(10_000)
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
  })

  test('resets a session, hard and soft', () => {
    const bed = settled()
    bed.set({ lever: 'reset', session: 'a--b', node: 'a', hard: false })
    bed.pass(1000)
    assert.deepEqual(bed.seenOf('session-changed'), [])
    for (const node of ['a', 'b'])
      assert.ok(bed.seenOf('update-received', node).some(({ announced }) => announced.length > 0))
    bed.from().set({ lever: 'reset', session: 'a--b', node: 'a', hard: true })
    bed.pass(10_000)
    assert.deepEqual(reasons(bed, 'b'), ['Cease/Administrative Reset', 'up'])
  })

  test('announces and withdraws prefixes, and takes that back', () => {
    const bed = settled()
    const own = '198.18.1.0/24'
    bed.set({ lever: 'routes', node: 'a', announce: ['198.18.9.0/24'], withdraw: [own] })
    bed.pass(1000)
    const prefixes = () => bed.network.routes('b').map(({ prefix }) => prefix)
    assert.deepEqual(prefixes(), ['198.18.2.0/24', '198.18.9.0/24'])
    bed.set({ lever: 'routes', node: 'a', announce: [], withdraw: [] })
    bed.pass(1000)
    assert.deepEqual(bed.differences(), [])
  })

  test('who says the same twice changes nothing', () => {
    const bed = settled()
    const down = { lever: 'session', session: 'a--b', node: 'a', up: false } as const
    bed.set(down)
    bed.pass(1000).from()
    assert.equal(bed.set(down), 'shut down')
    bed.set({ lever: 'carrier', end: end('a'), up: true })
    bed.set({ lever: 'process', node: 'b', state: 'running', how: 'start' })
    bed.set({ lever: 'daemon', node: 'b', daemon: 'bgp', state: 'running' })
    bed.pass(20_000)
    assert.deepEqual(bed.seen, [])
  })
})

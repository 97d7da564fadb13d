import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { broken, lab } from '../../solve/lab.ts'
import { Bed } from './bed.ts'

/** AS 1 is a square of four around the reflector r; x and y are its neighbours. */
const square = lab({
  nodes: { r: 1, a: 1, b: 1, c: 1, x: 2, y: 3 },
  links: [
    ['r', 'a'],
    ['a', 'b'],
    ['b', 'c'],
    ['c', 'r'],
    ['a', 'x'],
    ['b', 'y'],
  ],
  reflectors: ['r'],
})

const settled = (): Bed => new Bed(square).pass(20_000).from()
const LOST = broken({ linksDown: new Set(['r--a']) })
const ways = (bed: Bed, node: string, prefix: string) => {
  const found = bed.network.fib(node).lookup(prefix)
  return Array.isArray(found) ? found.map(({ gateway }) => gateway) : found
}

describe('inside an AS', () => {
  test('the reflector tells everyone, and next hops are resolved by OSPF', () => {
    const bed = settled()
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
    // x is behind a, which r reaches directly and c by two ways.
    assert.deepEqual(ways(bed, 'r', '198.18.5.0/24'), ['10.0.1.2'])
    assert.deepEqual(ways(bed, 'c', '10.255.0.2'), ['10.0.3.1', '10.0.4.2'])
  })

  test('a cut link is gone around within milliseconds, and no session is lost', () => {
    const bed = settled()
    const { now } = bed
    for (const node of ['r', 'a'])
      bed.set({ lever: 'carrier', end: { link: 'r--a', node }, up: false })
    bed.pass(200)
    assert.deepEqual(bed.differences(LOST), [])
    const changes = bed.seenOf('fib-changed', 'r')
    assert.ok(changes.some(({ protocol }) => protocol === 'ospf'))
    assert.ok(changes.every(({ at }) => at - now < 100))
    bed.pass(30_000)
    assert.deepEqual(bed.seenOf('session-changed'), [])
  })

  test('a silent link is gone around when the dead interval is over', () => {
    const bed = settled()
    const { now } = bed
    for (const node of ['r', 'a']) bed.set({ lever: 'filter', node, drop: [{ link: 'r--a' }] })
    bed.pass(2900)
    assert.notDeepEqual(bed.differences(LOST), [])
    bed.pass(1400)
    assert.deepEqual(bed.differences(LOST), [])
    const [first] = bed.seenOf('fib-changed')
    assert.ok((first?.at ?? 0) - now >= 3000 && (first?.at ?? 0) - now <= 4100)
    for (const node of ['r', 'a']) bed.set({ lever: 'filter', node, drop: [] })
    bed.pass(5000)
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
  })

  test('a router that nobody reaches any more loses its sessions, and comes back', () => {
    const bed = settled()
    const cut = ['r--a', 'a--b'] as const
    const set = (up: boolean) => {
      for (const link of square.links.filter(({ id }) => cut.includes(id as 'r--a')))
        for (const { node } of link.ends)
          bed.set({ lever: 'carrier', end: { link: link.id, node }, up })
    }
    set(false)
    bed.pass(20_000)
    assert.deepEqual(bed.differences(broken({ linksDown: new Set(cut) })), [])
    set(true)
    bed.pass(5000)
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
  })

  test('a router that stands still is gone around, though it would forward', () => {
    const bed = settled()
    bed.set({ lever: 'process', node: 'r', state: 'paused', how: 'pause' })
    bed.pass(5000)
    assert.deepEqual(ways(bed, 'c', '10.255.0.2'), ['10.0.3.1'])
    assert.equal(bed.network.carries('c--r', 'c'), true)
    bed.set({ lever: 'process', node: 'r', state: 'running', how: 'start' })
    bed.pass(20_000)
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
  })
})

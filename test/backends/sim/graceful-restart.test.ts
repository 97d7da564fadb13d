import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lab } from '../../solve/lab.ts'
import { Bed } from './bed.ts'

const line = lab({
  nodes: { a: 1, b: 2, c: 3 },
  links: [
    ['a', 'b'],
    ['b', 'c'],
  ],
})
const gracefulRestart = { restartMs: 10_000, staleMs: 20_000 }
const daemon = (state: 'dead' | 'running') =>
  ({ lever: 'daemon', node: 'b', daemon: 'bgp', state }) as const

test('a speaker that restarts in time costs no packet: neighbours and its kernel keep the routes', () => {
  const bed = new Bed(line, { gracefulRestart }).pass(20_000).from()
  bed.set(daemon('dead'))
  bed.pass(3000)
  assert.ok(bed.seenOf('session-changed', 'a').some(({ up }) => !up))
  bed.set(daemon('running'))
  bed.pass(60_000)
  assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
  assert.deepEqual(bed.seenOf('fib-changed'), [])
  assert.ok(bed.seenOf('update-received').every(({ withdrawn }) => withdrawn.length === 0))
})

test('the routes of one that does not come back go when its restart time is over', () => {
  const bed = new Bed(line, { gracefulRestart }).pass(20_000).from()
  bed.set(daemon('dead'))
  bed.pass(9000)
  assert.equal(bed.network.routes('a').length, 3)
  bed.pass(2000)
  assert.deepEqual(
    bed.network.routes('a').map(({ prefix }) => prefix),
    ['198.18.1.0/24'],
  )
  bed.pass(20_000)
  assert.equal(bed.network.fib('b').lookup('198.18.1.0/24'), undefined)
})

test('a NOTIFICATION is no restart', () => {
  const bed = new Bed(line, { gracefulRestart }).pass(20_000).from()
  bed.set({ lever: 'session', session: 'a--b', node: 'b', up: false })
  bed.pass(100)
  assert.equal(bed.network.routes('a').length, 1)
})

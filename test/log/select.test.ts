import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isWanted, pickPrefix, type Wanted } from '../../src/log/select.ts'
import { TOPICS, type Told } from '../../src/log/told.ts'

const KNOWN = ['198.18.0.0/15', '198.18.3.0/24', '0.0.0.0/0', '2001:2::/48', '2001:2:0:1::/64']

test('a prefix is itself where it is known, else the longest one around it', () => {
  assert.deepEqual(pickPrefix('198.18.3.0/24', KNOWN), { prefix: '198.18.3.0/24', isExact: true })
  assert.deepEqual(pickPrefix('198.18.3.7', KNOWN), { prefix: '198.18.3.0/24', isExact: false })
  assert.deepEqual(pickPrefix('198.18.3.0/25', KNOWN), { prefix: '198.18.3.0/24', isExact: false })
  assert.deepEqual(pickPrefix('198.18.2.0/23', KNOWN), { prefix: '198.18.0.0/15', isExact: false })
  assert.deepEqual(pickPrefix('10.0.0.1', KNOWN), { prefix: '0.0.0.0/0', isExact: false })
  assert.deepEqual(pickPrefix('2001:2:0:1::1', KNOWN), {
    prefix: '2001:2:0:1::/64',
    isExact: false,
  })
  assert.equal(pickPrefix('2001:db8::1', KNOWN), undefined)
  assert.equal(pickPrefix('no prefix', KNOWN), undefined)
})

const anyTold: fc.Arbitrary<Told> = fc.record(
  {
    at: fc.integer({ min: 0, max: 100 }),
    topic: fc.constantFrom(...TOPICS),
    who: fc.constant('x'),
    words: fc.constant('does'),
    node: fc.constantFrom('a', 'b', 'c'),
    peer: fc.constantFrom('a', 'b', 'c'),
    link: fc.constantFrom('a--b', 'b--c'),
    prefixes: fc.subarray(KNOWN),
  },
  { requiredKeys: ['at', 'topic', 'who', 'words'] },
)

const WANTED: readonly Wanted[] = [
  { nodes: new Set(['a', 'c']) },
  { prefix: '198.18.3.0/24' },
  { session: { nodes: ['b', 'a'], links: new Set(['a--b']) } },
  { spans: [{ instance: 'x', fromAt: 10, untilAt: 30 }] },
  { fromAt: 20, toAt: 60 },
  { topics: new Set(['update', 'fault']) },
]

test('a filter only takes away, and several take away what any of them does', () => {
  fc.assert(
    fc.property(anyTold, fc.subarray([...WANTED]), (told, chosen) => {
      const all = Object.assign({}, ...chosen) as Wanted
      assert.equal(
        isWanted(told, all),
        chosen.every((wanted) => isWanted(told, wanted)),
      )
    }),
  )
})

test('what is between two routers goes both ways, with their link', () => {
  const session = { nodes: ['a', 'b'], links: new Set(['a--b']) } as const
  const is = (told: Partial<Told>) =>
    isWanted({ at: 0, topic: 'update', who: 'a', words: 'x', ...told }, { session })
  assert.ok(is({ node: 'a', peer: 'b' }) && is({ node: 'b', peer: 'a' }))
  assert.ok(is({ node: 'a', link: 'a--b', topic: 'interface' }))
  assert.ok(!is({ node: 'a', peer: 'c' }) && !is({ node: 'a' }))
})

test('faults pass the filters of routers, sessions and prefixes, not those of time and topic', () => {
  const told: Told = { at: 50, topic: 'fault', who: 'cut', words: 'is over' }
  assert.ok(isWanted(told, { nodes: new Set(['a']), prefix: '0.0.0.0/0' }))
  assert.ok(!isWanted(told, { toAt: 49 }))
  assert.ok(!isWanted(told, { topics: new Set(['update']) }))
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createRandom } from '../../src/lib/random.ts'

const take = (count: number, draw: () => number): number[] => Array.from({ length: count }, draw)

// Exact values on purpose: if one of these moves, every seed that a user ever noted down is lost.
test('the first draws are frozen', () => {
  assert.deepEqual(
    take(4, createRandom(1).next),
    [0.6888038804754615, 0.18589931074529886, 0.2606253093108535, 0.9612513612955809],
  )
  const random = createRandom(4711)
  assert.deepEqual(
    take(8, () => random.integer(1, 100)),
    [100, 62, 60, 62, 24, 43, 10, 18],
  )
  assert.deepEqual(
    take(2, createRandom(4711).fork('step:cut').next),
    [0.34694646927528083, 0.2261004454921931],
  )
  assert.equal(createRandom('lab/x').next(), 0.04087626584805548)
})

test('the same seed gives the same stream, another seed another one', () => {
  assert.deepEqual(take(20, createRandom('a').next), take(20, createRandom('a').next))
  assert.notDeepEqual(take(4, createRandom('a').next), take(4, createRandom('b').next))
})

test('a fork does not depend on the draws before it, and does not move the draws after it', () => {
  const used = createRandom(7)
  const before = used.next()
  const fork = take(5, used.fork('x').next)
  const after = used.next()
  assert.deepEqual(fork, take(5, createRandom(7).fork('x').next))
  assert.deepEqual([before, after], take(2, createRandom(7).next))
})

test('forks with different labels differ, nested ones too', () => {
  const root = createRandom(7)
  const firsts = [root.fork('x'), root.fork('y'), root.fork('x').fork('y'), root].map((r) =>
    r.next(),
  )
  assert.equal(new Set(firsts).size, firsts.length)
})

test('draws stay in [0, 1) and integers within their bounds, for any seed', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer(), fc.nat(1000), (seed, min, span) => {
      const random = createRandom(seed)
      const draw = random.next()
      assert.ok(draw >= 0 && draw < 1)
      const integer = random.integer(min, min + span)
      assert.ok(Number.isInteger(integer) && integer >= min && integer <= min + span)
    }),
  )
})

test('every value of an integer range is drawn', () => {
  const random = createRandom(1)
  assert.deepEqual([...new Set(take(200, () => random.integer(1, 6)))].sort(), [1, 2, 3, 4, 5, 6])
})

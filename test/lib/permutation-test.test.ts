import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cliffsDelta } from '../../src/lib/effect-size.ts'
import { holm, permutationTest } from '../../src/lib/permutation-test.ts'
import { createRandom, type Random } from '../../src/lib/random.ts'

const tested = (a: readonly number[], b: readonly number[], draws = 2_000) =>
  permutationTest(a, b, { random: createRandom('test'), draws })

test('small samples: all divisions are counted', () => {
  // Of the 20 divisions only the one that is there and its mirror are as far apart.
  assert.deepEqual(tested([1, 2, 3], [4, 5, 6]), { p: 0.1, least: 0.1, exact: true })
  // {1,2,4} and {3,5,6}: also the mirror, and {1,2,3} with its own.
  assert.equal(tested([1, 2, 4], [3, 5, 6]).p, 4 / 20)
  assert.deepEqual(tested([1], [2, 3]), { p: 2 / 3, least: 1 / 3, exact: true })
})

test('equal samples are as far apart as all are', () => {
  assert.equal(tested([3, 3, 3], [3, 3, 3]).p, 1)
  assert.equal(tested([1, 2, 3, 4], [4, 3, 2, 1]).p, 1)
})

/** Of all divisions of `a` and `b` the share that is at least as far apart; each is a set of bits. */
const shareOfAll = (a: readonly number[], b: readonly number[]): number => {
  const pool = [...a, ...b]
  const half = pool.reduce((sum, value) => sum + value, 0) / 2
  const distance = (sum: number) => Math.abs(sum - half)
  const observed = distance(a.reduce((sum, value) => sum + value, 0)) - 1e-9
  let [all, hits] = [0, 0]
  for (let bits = 0; bits < 2 ** pool.length; bits++) {
    let [sum, size] = [0, 0]
    for (let at = 0; at < pool.length; at++)
      if ((bits >> at) & 1) {
        sum += pool[at] as number
        size++
      }
    if (size !== a.length) continue
    all++
    if (distance(sum) >= observed) hits++
  }
  return hits / all
}

test('large samples: drawn divisions give what all of them do', () => {
  const random = createRandom('drawn')
  const a = Array.from({ length: 9 }, () => random.next())
  const b = Array.from({ length: 9 }, () => random.next() + 0.2)
  const drawn = tested(a, b, 50_000)
  assert.equal(drawn.exact, false)
  assert.ok(Math.abs(drawn.p - shareOfAll(a, b)) < 0.01, `${drawn.p} ${shareOfAll(a, b)}`)
})

test('equal distributions seem different as often as alpha says', () => {
  const normal = (random: Random) =>
    Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next())
  let found = 0
  for (let trial = 0; trial < 500; trial++) {
    const random = createRandom(`trial ${trial}`)
    const [a, b] = [20, 20].map((count) => Array.from({ length: count }, () => normal(random)))
    if (permutationTest(a!, b!, { random, draws: 499 }).p <= 0.05) found++
  }
  // 25 are expected; more than 45, or less than 8, once in some ten thousand cases.
  assert.ok(found >= 8 && found <= 45, String(found))
})

test('a test does not depend on order, place or scale, and p is never 0', () => {
  const figures = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(figures, figures, fc.integer({ min: 1, max: 9 }), (a, b, scale) => {
      const { p, least } = tested(a, b)
      assert.ok(p > 0 && p <= 1 && least <= p + 1e-12)
      assert.equal(tested(b, a).p, p)
      assert.equal(tested(a.toReversed(), b.toReversed()).p, p)
      const moved = (values: readonly number[]) => values.map((value) => scale * value + 7)
      assert.equal(tested(moved(a), moved(b)).p, p)
    }),
  )
})

test("Holm's correction multiplies the least p by the number of tests, and keeps the order", () => {
  const corrected = holm([0.01, 0.04, 0.03, 0.005])
  assert.deepEqual(
    corrected.map((p) => Number(p.toFixed(6))),
    [0.03, 0.06, 0.06, 0.02],
  )
  assert.deepEqual(holm([]), [])
  assert.deepEqual(holm([0.6, 0.7]), [1, 1])
})

test("Cliff's delta", () => {
  assert.equal(cliffsDelta([1, 2], [3, 4]), 1)
  assert.equal(cliffsDelta([3, 4], [1, 2]), -1)
  assert.equal(cliffsDelta([1, 2], [1, 2]), 0)
  assert.equal(cliffsDelta([0, 0, 0, 1], [0, 1]), 0.25)
})

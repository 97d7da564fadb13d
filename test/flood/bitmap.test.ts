import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bitmap, countSet, mark, markRun } from '../../src/flood/sink/bitmap.ts'

const SIZE = 200

test('a run is marked as its members are, one by one', () => {
  const run = fc.tuple(fc.nat(SIZE - 1), fc.integer({ min: 1, max: SIZE }))
  fc.assert(
    fc.property(fc.array(run, { maxLength: 8 }), (runs) => {
      const whole = bitmap(SIZE)
      const single = bitmap(SIZE)
      for (const [from, length] of runs) {
        const to = Math.min(SIZE, from + length)
        let unset = 0
        for (let i = from; i < to; i++) unset += mark(single, i >>> 5, 1 << (i & 31))
        assert.equal(markRun(whole, from, to), unset)
      }
      assert.deepEqual(whole, single)
      assert.equal(countSet(whole, 0, SIZE), countSet(single, 0, SIZE))
    }),
  )
})

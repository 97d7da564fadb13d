import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deepFreeze } from '../../src/lib/deep-freeze.ts'

test('nothing inside can be changed', () => {
  const value = deepFreeze({ list: [{ deep: 1 }], text: 'x', nothing: null })
  assert.throws(() => {
    ;(value.list[0] as { deep: number }).deep = 2
  }, TypeError)
  assert.throws(() => value.list.push({ deep: 3 }), TypeError)
  assert.deepEqual(value, { list: [{ deep: 1 }], text: 'x', nothing: null })
})

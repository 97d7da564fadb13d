import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { spacingMs } from '../../src/agent/probes.ts'

test('the probes of an interval fit into it, and only a small burst has no spacing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 90 }), (targets) => {
      const spacing = spacingMs(targets, 100)
      assert.ok(spacing * targets <= 100)
      assert.equal(spacing === 0, targets <= 16)
    }),
  )
})

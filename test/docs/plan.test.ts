import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadSpec, planFrameSpec, stepSpec } from '../../src/model/plan-spec.ts'
import { quoted, tableRows } from './table.ts'

const keysIn = (header: string) =>
  tableRows('plan.md', header)
    .flatMap(([cell]) => quoted(cell))
    .sort()

const keysOf = (schema: { readonly shape: object }) => Object.keys(schema.shape).sort()

test('the page lists every key of the plan', () => {
  assert.deepEqual(keysIn('| key | meaning | when absent |'), keysOf(planFrameSpec))
})

test('the page lists every key of a step', () => {
  assert.deepEqual(keysIn('| key | meaning |\n| --- | --- |\n| `id`'), keysOf(stepSpec))
})

test('the page lists every key of a load', () => {
  assert.deepEqual(keysIn('| key | meaning | without it |'), keysOf(loadSpec))
})

test('the page lists every limit', () => {
  const limits = planFrameSpec.shape.limits.unwrap()
  assert.deepEqual(keysIn('| key | meaning |\n| --- | --- |\n| `nodes-down`'), keysOf(limits))
})

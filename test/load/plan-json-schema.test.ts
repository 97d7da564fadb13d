import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faults } from '../../src/faults/index.ts'
import { planJsonSchema } from '../../src/load/plan-json-schema.ts'
import { golden } from '../golden.ts'

const schema = planJsonSchema(faults) as {
  readonly properties: Record<string, { readonly description?: string }>
  readonly definitions: Record<string, { readonly allOf?: readonly unknown[] }>
}

test('schemas/plan.schema.json is what the program reads', () => {
  golden(`${JSON.stringify(schema, null, 2)}\n`, 'schemas/plan.schema.json')
})

test('every key is described, and every fault has its parameters', () => {
  for (const [key, value] of Object.entries(schema.properties)) assert.ok(value.description, key)
  assert.equal(schema.definitions.step?.allOf?.length, faults.length)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { topologyJsonSchema } from '../../src/load/json-schema.ts'
import { golden } from '../golden.ts'

test('schemas/topology.schema.json is current', () => {
  golden(`${JSON.stringify(topologyJsonSchema(), null, 2)}\n`, 'schemas/topology.schema.json')
})

type Json = Readonly<Record<string, unknown>>

/** Paths of the keys that editors could not explain. */
const undescribed = (schema: Json, path: string): string[] => [
  ...Object.entries((schema.properties ?? {}) as Record<string, Json>).flatMap(([key, inner]) => [
    ...(inner.description || inner.const ? [] : [`${path}.${key}`]),
    ...undescribed(inner, `${path}.${key}`),
  ]),
  ...[schema.additionalProperties, schema.items].flatMap((inner) =>
    typeof inner === 'object' && inner !== null ? undescribed(inner as Json, `${path}[]`) : [],
  ),
  ...[schema.anyOf, schema.oneOf].flatMap((inner) =>
    Array.isArray(inner) ? inner.flatMap((option: Json) => undescribed(option, path)) : [],
  ),
]

test('every key of the topology file is described', () => {
  assert.deepEqual(undescribed(topologyJsonSchema() as Json, ''), [])
})

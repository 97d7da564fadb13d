import assert from 'node:assert/strict'
import { test } from 'node:test'
import { shapes } from '../../src/generate/index.ts'
import { topologyFile } from '../../src/load/topology-schema.ts'
import { linkSpec, nodeSpec } from '../../src/model/topology-spec.ts'
import { quoted, tableRows } from './table.ts'

const firstCells = (header: string) =>
  tableRows('topology.md', header)
    .flatMap(([cell]) => quoted(cell))
    .sort()

test('the page lists every shape with its parameters', () => {
  assert.deepEqual(
    tableRows('topology.md', '| shape |').map(([name, , params]) => [
      ...quoted(name),
      ...quoted(params),
    ]),
    shapes.map(({ name, params }) => [name, ...Object.keys(params)]),
  )
})

test('the page lists every key of the file, of a node and of a link', () => {
  const keysOf = (schema: { readonly shape: object }) => Object.keys(schema.shape).sort()
  assert.deepEqual(firstCells('| key | meaning |\n| --- | --- |\n| `name`'), keysOf(topologyFile))
  assert.deepEqual(firstCells('| key | meaning | when absent |'), keysOf(nodeSpec))
  assert.deepEqual(firstCells('| key | meaning |\n| --- | --- |\n| `endpoints`'), keysOf(linkSpec))
})

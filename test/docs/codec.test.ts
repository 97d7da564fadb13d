import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attributeTable, FLAG } from '../../src/bgp/attributes.ts'
import { capabilityTable } from '../../src/bgp/capabilities.ts'
import { tableRows } from './table.ts'

const flagsText = (flags: number): string =>
  [
    flags & FLAG.optional ? 'optional' : 'well-known',
    ...(flags & FLAG.optional && flags & FLAG.transitive ? ['transitive'] : []),
  ].join(' ')

test('docs/codec.md has every attribute with its flags and outcome', () => {
  const rows = tableRows('codec.md', '| code | attribute |')
  const documented = rows
    .filter(([, name]) => !name?.startsWith('MP_'))
    .map(([code, name, flags, , outcome]) => [code, name, flags, outcome?.split(';')[0]])
  assert.deepEqual(
    documented,
    attributeTable.map(({ code, name, flags, onError }) => [
      String(code),
      name,
      flagsText(flags),
      onError,
    ]),
  )
})

test('docs/codec.md has every capability', () => {
  assert.deepEqual(
    tableRows('codec.md', '| code | capability |').map(([code, name]) => [code, name]),
    capabilityTable.map(({ code, name }) => [String(code), name]),
  )
})

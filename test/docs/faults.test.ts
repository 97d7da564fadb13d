import assert from 'node:assert/strict'
import { test } from 'node:test'
import { faults } from '../../src/faults/index.ts'
import { tableRows } from './table.ts'

const rows = tableRows('faults.md', '| fault | on | what it does |')

test('the page lists every fault, and nothing else, in the order of the registry', () => {
  assert.deepEqual(
    rows.map(([name]) => name),
    faults.map(({ name }) => `\`${name}\``),
  )
})

test('the page names the target and the levers of each fault', () => {
  assert.deepEqual(
    rows.map((cells) => [cells[1], cells[4]]),
    faults.map(({ on, needs }) => [on, needs.join(', ')]),
  )
})

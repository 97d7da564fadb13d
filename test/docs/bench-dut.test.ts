import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dutColumns } from '../../src/cli/bench-dut-table.ts'
import { TRUST_FLAGS } from '../../src/dut/bench/record.ts'
import { dutNames } from '../../src/dut/index.ts'
import { quoted, tableRows } from './table.ts'

const firstCells = (header: string) =>
  tableRows('bench-dut.md', header).flatMap(([cell]) => quoted(cell))

test('docs/bench-dut.md has every column in order, and every reason not to trust', () => {
  assert.deepEqual(firstCells('| column | meaning |'), dutColumns)
  assert.deepEqual(firstCells('| flag | raised when |'), TRUST_FLAGS)
})

test('docs/bench-dut.md has every daemon', () => {
  const [, meaning] = tableRows('bench-dut.md', '| option | meaning |')[0] ?? []
  assert.deepEqual(quoted(meaning), dutNames)
})

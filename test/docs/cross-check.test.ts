import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FRR_REASONS } from '../../bench/check/frr-reason.ts'
import { quoted, tableRows } from './table.ts'

test("docs/cross-check.md has each of FRR's reasons with its step", () => {
  assert.deepEqual(
    tableRows('cross-check.md', '| FRR | step |').map(([reason, step]) => [
      ...quoted(reason),
      step,
    ]),
    Object.entries(FRR_REASONS),
  )
})

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { faults } from '../../src/faults/index.ts'
import { packageRoot } from '../../src/lib/package-root.ts'

const TITLE = '| fault | on | what it does |'

/** The cells of the first table of docs/faults.md, one array a row. */
const tableRows = (): readonly (readonly string[])[] => {
  const page = readFileSync(join(packageRoot(), 'docs/faults.md'), 'utf8')
  const lines = page.slice(page.indexOf(TITLE)).split('\n')
  const end = lines.findIndex((line) => !line.startsWith('|'))
  return lines.slice(2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

test('the page lists every fault, and nothing else, in the order of the registry', () => {
  assert.deepEqual(
    tableRows().map(([name]) => name),
    faults.map(({ name }) => `\`${name}\``),
  )
})

test('the page names the target and the levers of each fault', () => {
  assert.deepEqual(
    tableRows().map((cells) => [cells[1], cells[4]]),
    faults.map(({ on, needs }) => [on, needs.join(', ')]),
  )
})

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { modes } from '../../src/flood/modes/index.ts'
import { factsOf, flagOf, parameterNames } from '../../src/flood/parameters/index.ts'
import { DEAD } from '../../src/flood/parameters/read.ts'
import { FIGURES, OUTCOMES } from '../../src/flood/record.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { config, performed } from '../flood/flood-double.ts'
import { quoted, tableRows } from './table.ts'

const firstCells = (page: string, header: string) =>
  tableRows(page, header).flatMap(([cell]) => quoted(cell))

test('the page has every flag with its default and its meaning', () => {
  assert.deepEqual(
    tableRows('flood.md', '| flag | default | meaning |'),
    parameterNames.map((name) => {
      const { argument, default: usual, doc } = factsOf(name)
      const value = argument === undefined ? '' : ` ${argument}`
      const shown = argument === undefined ? 'off' : usual ? `\`${usual}\`` : '-'
      return [`\`${flagOf(name)}${value}\``, shown, doc]
    }),
  )
})

test('the page has every mode with its sequence, as it is played', () => {
  assert.deepEqual(
    tableRows('flood.md', '| mode | sequence |'),
    modes.map(({ name, before, cycle, between, after, once, summary }) => {
      const pause = between.length > 0 ? ` with ${between.join(', ')} between` : ''
      const middle = `${once ? 1 : 'repeat'} × (${cycle.join(', ')})${pause}`
      const parts = [before.join(', '), middle, after.join(', ')].filter((part) => part !== '')
      return [`\`${name}\``, parts.join('; '), summary]
    }),
  )
})

test('the page defines every figure, and every outcome with its exit status', () => {
  assert.deepEqual(firstCells('flood.md', '| figure | definition |'), [...FIGURES])
  const rows = tableRows('flood.md', '| exit status | outcome of the record |')
  assert.deepEqual(
    rows.flatMap(([status, outcome]) => quoted(outcome).map((word) => [word, Number(status)])),
    Object.entries(OUTCOMES),
  )
})

test('the page lists every event', () => {
  const source = readFileSync(join(packageRoot(), 'src/flood/events.ts'), 'utf8')
  const types = [...source.matchAll(/readonly type: '([a-z-]+)'/g)].map(([, type]) => type)
  assert.deepEqual(firstCells('flood.md', '| event | when |'), types)
})

test('the page lists every key of a record', async () => {
  const { record } = await performed(config({ mode: 'multi', repeat: 1, repeatDelay: '0s' }))
  assert.deepEqual(
    firstCells('flood.md', '| key | what it is |').sort(),
    Object.keys(record).sort(),
  )
})

test("the page for kakapo's users has each of its variables, with both defaults", () => {
  const shown = (text: string | undefined) =>
    text === undefined ? '-' : text === '' ? '(empty)' : `\`${text}\``
  assert.deepEqual(
    tableRows('from-kakapo.md', '| variable | flag |').map((cells) => cells.slice(0, 4)),
    parameterNames.flatMap((name) => {
      const { env, default: ours } = factsOf(name)
      if (!env) return []
      const theirs = shown(env.default ?? ours)
      return [[`\`${env.name}\``, `\`${flagOf(name)}\``, theirs, shown(ours)]]
    }),
  )
  const page = readFileSync(join(packageRoot(), 'docs/from-kakapo.md'), 'utf8')
  for (const name of DEAD) assert.ok(page.includes(`\`${name}\``), name)
})

test('and each of its modes', () => {
  const rows = tableRows('from-kakapo.md', '| kakapo | here | same or not |')
  assert.deepEqual(
    rows.map(([theirs, ours]) => [...quoted(theirs), ...quoted(ours)]).sort(),
    modes.map(({ kakapo, name }) => [kakapo, name]).sort(),
  )
})

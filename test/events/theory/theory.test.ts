/** What the papers say about time and messages holds in the simulation, and the page shows these figures. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { bClique } from '../../../src/events/theory/b-clique.ts'
import { chainAndRing } from '../../../src/events/theory/chain-and-ring.ts'
import { clique } from '../../../src/events/theory/clique.ts'
import { theory } from '../../../src/events/theory/index.ts'
import { mrai } from '../../../src/events/theory/mrai.ts'
import { renderTheory, type TheoryTable } from '../../../src/events/theory/table.ts'
import { packageRoot } from '../../../src/lib/package-root.ts'

const numbers = ({ rows }: TheoryTable): number[][] => rows().map((row) => row.map(Number))
const column = (rows: readonly number[][], at: number): number[] =>
  rows.map((row) => row[at] as number)
const ratios = (list: readonly number[]): number[] =>
  list.slice(1).map((value, i) => value / (list[i] as number))

test('clique: n - 3 rounds with an MRAI; without one exploration more than doubles with each AS', () => {
  const rows = numbers(clique)
  assert.deepEqual(column(rows, 6), column(rows, 7))
  const explored = column(rows, 3)
  assert.ok(ratios(explored).every((ratio) => ratio > 2))
  const bound = column(rows, 4)
  assert.ok(explored.every((count, i) => count <= (bound[i] as number)))
  const [free, paced] = [column(rows, 2), column(rows, 5)]
  assert.ok((free.at(-1) as number) > 100 * (paced.at(-1) as number))
})

test('clique: a new prefix reaches everybody with one message over each session and direction', () => {
  const rows = numbers(clique)
  assert.deepEqual(
    column(rows, 1),
    column(rows, 0).map((n) => (n - 1) ** 2),
  )
})

test('B-clique: failing over takes an MRAI, coming back does not', () => {
  const rows = numbers(bClique).slice(1)
  assert.ok(column(rows, 1).every((ms) => ms > 30_000))
  assert.ok(column(rows, 7).every((ms) => ms < 30_000))
  assert.ok(ratios(column(rows, 4)).every((ratio) => ratio > 1))
})

test('chain and ring: linear, and nothing or one path to explore', () => {
  const rows = numbers(chainAndRing)
  const sizes = column(rows, 0)
  assert.deepEqual(
    column(rows, 1),
    sizes.map((n) => 10 * (n - 1)),
  )
  assert.deepEqual(
    column(rows, 2),
    sizes.map((n) => n - 1),
  )
  assert.deepEqual([...new Set(column(rows, 3))], [0])
  assert.deepEqual([...new Set(column(rows, 6))], [1])
})

test('MRAI: there is an optimum; beyond it time grows with the interval and messages do not fall', () => {
  const rows = numbers(mrai)
  for (const at of [1, 3]) {
    const times = column(rows, at)
    const optimum = times.indexOf(Math.min(...times))
    assert.ok(optimum > 0 && optimum < times.length - 1)
    assert.ok((times[0] as number) > 2 * (times[optimum] as number))
    assert.ok(ratios(times.slice(optimum)).every((ratio) => ratio > 1))
    const messages = column(rows, at + 1)
    assert.equal(messages.at(-1), messages.at(-2))
    assert.ok((messages[0] as number) > 5 * (messages.at(-1) as number))
  }
})

for (const table of theory)
  test(`docs/theory.md shows the table ${table.name} as it is`, () => {
    const page = readFileSync(join(packageRoot(), 'docs/theory.md'), 'utf8')
    assert.ok(page.includes(`\`\`\`text\n${renderTheory(table)}\n\`\`\``), renderTheory(table))
    assert.ok(page.includes(table.source), table.source)
  })

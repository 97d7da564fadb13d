import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { kinds } from '../../src/kinds/index.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import type { Names } from '../../src/log/names.ts'
import { tellLog, withLogs } from '../../src/log/router-log.ts'
import type { Told } from '../../src/log/told.ts'
import { tell } from '../../src/log/words.ts'
import type { JournalEntry } from '../../src/model/event.ts'

const names: Names = { of: (address) => `<${address}>`, node: () => undefined }

const recorded = (kind: string): readonly string[] =>
  readFileSync(join(packageRoot(), `test/recorded/${kind}/log.txt`), 'utf8')
    .trimEnd()
    .split('\n')

/** As the run's observer journals them. */
const journalOf = (kind: string, lines: readonly string[]): readonly JournalEntry[] => {
  const read = kinds.find(({ name }) => name === kind)?.logReader()
  return lines.flatMap((line, i) => {
    const change = read?.(line)
    return change ? [{ seq: i, type: 'session-changed', node: 'r', ...change } as JournalEntry] : []
  })
}

for (const { name: kind } of kinds)
  test(`a log of ${kind} and the journal made from it: each line is told once`, () => {
    const lines = recorded(kind)
    const journal = journalOf(kind, lines).map((entry) => tell(entry, { names }))
    assert.ok(journal.length > 5)
    const merged = withLogs(journal, tellLog({ node: 'r', kind, lines }, names))
    assert.deepEqual(merged.map(({ line }) => line).sort(), [...lines].sort())
    const told = merged.filter(({ seq }) => seq !== undefined)
    assert.equal(told.length, journal.length)
    assert.ok(told.every(({ line, topic }) => line !== undefined && topic === 'session'))
  })

test('no line is lost, whatever is in it and however much of the journal is there', () => {
  const known = kinds.flatMap(({ name }) => recorded(name))
  const anyLine = fc.oneof(
    fc.constantFrom(...known),
    fc.string(),
    fc.string().map((s) => `${STAMP} ${s}`),
  )
  fc.assert(
    fc.property(
      fc.array(anyLine, { maxLength: 60 }),
      fc.constantFrom(...kinds.map(({ name }) => name)),
      fc.integer({ min: 0, max: 30 }),
      (lines, kind, missing) => {
        const journal = journalOf(kind, lines)
          .slice(missing)
          .map((entry) => tell(entry, { names }))
        const merged = withLogs(journal, tellLog({ node: 'r', kind, lines }, names))
        const bare = (line: string) =>
          line.startsWith(`${STAMP} `) ? line.slice(STAMP.length + 1) : line
        assert.deepEqual(merged.flatMap(lineOf).sort(), lines.map(bare).sort())
      },
    ),
  )
})

const STAMP = '2026-11-21T23:14:55.990000001Z'
const lineOf = ({ line }: Told): readonly string[] => (line === undefined ? [] : [line])

test('lines are in the order of their times, and in their own where those are equal', () => {
  const lines = ['b second', 'a first', 'c third'].map(
    (text, i) => `2026-11-21T23:14:5${[6, 5, 6][i]}.000000000Z ${text}`,
  )
  const words = withLogs([], tellLog({ node: 'r', kind: 'frr', lines }, names)).map(
    ({ line }) => line,
  )
  assert.deepEqual(words, ['a first', 'b second', 'c third'])
})

test('what is known is told in plain words', () => {
  const lines = recorded('frr')
  const words = tellLog({ node: 'r', kind: 'frr', lines }, names).map((told) => told.words)
  for (const sentence of [
    'told <10.250.0.26>: hold timer expired (code 4) (its log)',
    'lost the session with <10.250.0.26>: hold timer expired (code 4)',
    'was told by <10.250.0.3>: cease: peer de-configured (code 6, subcode 3) (its log)',
    'lost the session with <10.250.0.3>: cease: peer de-configured (code 6, subcode 3)',
    'has a session with <10.255.0.2>',
    'took the end of the first IPv4 routes from <10.250.0.19> (its log)',
  ])
    assert.ok(words.includes(sentence), `${sentence}\n${words.join('\n')}`)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { boundedLines } from '../../src/lib/bounded-lines.ts'

test('what is kept is the beginning and the end, within the bound, and the rest is counted', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 12 }), { maxLength: 80 }),
      fc.integer({ min: 0, max: 300 }),
      (lines, limit) => {
        const kept = boundedLines(limit)
        for (const line of lines) kept.add(line)
        const [first, last] = [kept.first(), kept.last()]
        assert.deepEqual(lines.slice(0, first.length), first)
        assert.deepEqual(last.length > 0 ? lines.slice(-last.length) : [], last)
        assert.equal(first.length + last.length + kept.cut.lines, lines.length)
        const size = (some: readonly string[]) => some.reduce((sum, l) => sum + l.length + 1, 0)
        assert.ok(size([...first, ...last]) <= limit)
        assert.equal(size([...first, ...last]) + kept.cut.characters, size(lines))
      },
    ),
  )
})

test('a log without end takes bounded time and space', () => {
  const kept = boundedLines(1000)
  for (let i = 0; i < 200_000; i++) kept.add(`line ${i}`)
  assert.equal(kept.last().at(-1), 'line 199999')
  assert.ok(kept.last().length < 100)
})

import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { InputError } from '../../src/lib/errors.ts'
import type { RunEvent } from '../../src/model/event.ts'
import { iterations, memoryJournal, openJournal, parseJournal } from '../../src/run/journal.ts'

const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-journal-'))
after(() => rmSync(folder, { recursive: true }))

const reached = (at: number): RunEvent => ({ type: 'steady-state-reached', at })

describe('a journal', () => {
  test('is on disk as soon as it is written', () => {
    const file = join(folder, 'now.jsonl')
    const journal = openJournal(file)
    journal.write(reached(1.25))
    assert.equal(readFileSync(file, 'utf8'), '{"seq":1,"type":"steady-state-reached","at":1.25}\n')
    journal.write(reached(2))
    assert.deepEqual(parseJournal(readFileSync(file, 'utf8')), journal.entries)
    journal.close()
  })

  test('never writes over another', () => {
    const file = join(folder, 'taken.jsonl')
    writeFileSync(file, 'mine')
    assert.throws(() => openJournal(file), /EEXIST/)
    assert.equal(readFileSync(file, 'utf8'), 'mine')
  })

  test('loses nothing to a SIGKILL', () => {
    const file = join(folder, 'killed.jsonl')
    const module = new URL('../../src/run/journal.js', import.meta.url).href
    const script = `
      import { openJournal } from '${module}'
      const journal = openJournal(process.argv[1])
      for (let at = 1; at <= 1000; at++) journal.write({ type: 'steady-state-reached', at })
      process.kill(process.pid, 'SIGKILL')`
    const { signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script, file])
    assert.equal(signal, 'SIGKILL')
    assert.equal(parseJournal(readFileSync(file, 'utf8')).length, 1000)
  })

  test('tells its readers of each entry until they leave', () => {
    const journal = memoryJournal()
    const seen: number[] = []
    const leave = journal.subscribe(({ seq }) => seen.push(seq))
    journal.write(reached(1))
    journal.write(reached(2))
    leave()
    journal.write(reached(3))
    assert.deepEqual(seen, [1, 2])
  })
})

describe('reading a journal', () => {
  const text =
    '{"seq":1,"type":"steady-state-reached","at":1}\n{"seq":2,"type":"steady-state-reached","at":2}\n'

  test('a last line that was cut at any octet is left out', () => {
    const firstLine = text.indexOf('\n') + 1
    for (let end = firstLine; end < text.length; end++)
      assert.deepEqual(
        parseJournal(text.slice(0, end)).map(({ seq }) => seq),
        [1],
        `cut at ${end}`,
      )
    assert.equal(parseJournal(text).length, 2)
  })

  for (const [what, broken, line] of [
    ['a gap', text.replace('"seq":2', '"seq":3'), 2],
    ['text that is no JSON', `oops\n${text}`, 1],
    ['another sort of JSON', '[1]\n', 1],
  ] as const)
    test(`${what} is an error with its place`, () => {
      assert.throws(
        () => parseJournal(broken, 'run/events.jsonl'),
        (error: unknown) =>
          error instanceof InputError && error.message.startsWith(`run/events.jsonl:${line}:1 `),
      )
    })

  test('is split at the start of each iteration', () => {
    const entries = [
      ['run-started'],
      ['settled'],
      ['run-ended'],
      ['run-started'],
      ['run-ended'],
    ].map(([type], index) => ({ seq: index + 1, type, at: 0 }))
    const lengths = iterations(entries as never).map((part) => part.length)
    assert.deepEqual(lengths, [3, 2])
  })
})

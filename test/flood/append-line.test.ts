import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { appendText } from '../../src/flood/append-line.ts'
import { BackendError } from '../../src/lib/errors.ts'

const folder = mkdtempSync(join(tmpdir(), 'append-'))
after(() => rmSync(folder, { recursive: true }))

test('lines are added to what is there', () => {
  const file = join(folder, 'flood.jsonl')
  appendText(file, '1\n')
  appendText(file, '2\n')
  assert.equal(readFileSync(file, 'utf8'), '1\n2\n')
})

const WRONG: readonly (readonly [string, RegExp])[] = [
  [join(folder, 'missing', 'x'), /cannot write .*missing\/x: there is no such folder/],
  [folder, /it is a folder/],
  ['/dev/full', /cannot write \/dev\/full: the disk is full/],
]

for (const [path, message] of WRONG)
  test(`it is said why ${path.startsWith('/dev') ? 'a full disk' : 'a path'} cannot be written: ${message}`, () => {
    assert.throws(
      () => appendText(path, 'x\n'),
      (error: unknown) => error instanceof BackendError && message.test(error.message),
    )
  })

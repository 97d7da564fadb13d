import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { dump } from '../../src/agent/dump.ts'
import { Shell } from '../../src/agent/shell.ts'

const NOTE = 'echo "Dump was interrupted and may be inconsistent." >&2'

const shellOf = (context: TestContext): Shell => {
  const shell = new Shell(['sh'])
  context.after(() => shell.close())
  return shell
}

test('an interrupted listing is asked for again', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-dump-'))
  context.after(() => rmSync(folder, { recursive: true }))
  const mark = join(folder, 'asked')
  const command = `[ -e ${mark} ] || ${NOTE}; touch ${mark}; echo '[]'`
  assert.equal(await dump(shellOf(context), command), '[]\n')
})

test('one that is always interrupted is an error, not an empty list', async (context) => {
  await assert.rejects(dump(shellOf(context), `${NOTE}; echo '[]'`), /Dump was interrupted/)
})

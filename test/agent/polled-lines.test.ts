import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, openSync, writeSync } from 'node:fs'
import { test } from 'node:test'
import { PolledLines } from '../../src/agent/polled-lines.ts'

test('lines come when they are asked for, whole', () => {
  const seen: string[] = []
  const lines = new PolledLines((line) => seen.push(line))
  lines.poll()
  execFileSync('mkfifo', [lines.path])
  lines.poll()
  const writer = openSync(lines.path, 'w')
  lines.poll()
  writeSync(writer, 'one\ntwo\nthr')
  assert.deepEqual(seen, [])
  lines.poll()
  assert.deepEqual(seen, ['one', 'two'])
  writeSync(writer, 'ee\n')
  lines.poll()
  lines.poll()
  assert.deepEqual(seen, ['one', 'two', 'three'])
  writeSync(writer, 'last\n')
  closeSync(writer)
  lines.close()
  assert.deepEqual(seen, ['one', 'two', 'three', 'last'])
  assert.ok(!existsSync(lines.path))
})

test('two of them have nothing in common', () => {
  const [a, b] = [new PolledLines(() => undefined), new PolledLines(() => undefined)]
  assert.notEqual(a.path, b.path)
  a.close()
  b.close()
})

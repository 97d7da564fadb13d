import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runProgram } from '../../src/agent/run-in-node.ts'

test('gives status, output and errors of a program', async () =>
  assert.deepEqual(await runProgram(['sh', '-c', 'echo out; echo err >&2; exit 3']), {
    status: 3,
    stdout: 'out\n',
    stderr: 'err\n',
  }))

test('a program that is not there has a status and a reason', async () => {
  const { status, stderr } = await runProgram(['/does/not/exist'])
  assert.equal(status, 127)
  assert.match(stderr, /ENOENT/)
})

test('a program that hangs is ended with all its children', { timeout: 20_000 }, async () => {
  const { status, stderr } = await runProgram(['sh', '-c', 'sleep 60 & wait'], 100)
  assert.equal(status, 124)
  assert.equal(stderr, 'no answer within 100 ms')
})

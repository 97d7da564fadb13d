import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Shell } from '../../src/agent/shell.ts'

const inShell = async (use: (shell: Shell) => Promise<void>): Promise<void> => {
  const shell = new Shell(['sh'])
  try {
    await use(shell)
  } finally {
    await shell.close()
  }
}

test('gives output and status of each command', () =>
  inShell(async (shell) => {
    assert.deepEqual(await shell.run('echo one; echo two'), { status: 0, output: 'one\ntwo\n' })
    assert.deepEqual(await shell.run('(exit 3)'), { status: 3, output: '' })
    assert.deepEqual(await shell.run('no-such-program 2>/dev/null'), { status: 127, output: '' })
  }))

test('stderr comes with the output, in order', () =>
  inShell(async (shell) => {
    const { output } = await shell.run('echo one; echo two >&2; echo three')
    assert.equal(output, 'one\ntwo\nthree\n')
  }))

test('output need not end in a newline, and may look like digits', () =>
  inShell(async (shell) => {
    assert.deepEqual(await shell.run("printf '12'"), { status: 0, output: '12' })
  }))

test('a comment at the end of a command does not swallow what follows', () =>
  inShell(async (shell) => {
    assert.deepEqual(await shell.run('echo one # and'), { status: 0, output: 'one\n' })
  }))

test('a command cannot eat the commands behind it', () =>
  inShell(async (shell) => {
    const [first, second] = await Promise.all([shell.run('cat'), shell.run('echo two')])
    assert.deepEqual(first, { status: 0, output: '' })
    assert.deepEqual(second, { status: 0, output: 'two\n' })
  }))

test('many commands at once run one after the other, each with its own answer', () =>
  inShell(async (shell) => {
    const numbers = Array.from({ length: 200 }, (_, index) => index)
    const results = await Promise.all(numbers.map((n) => shell.run(`x=$((x + 1)); echo $x ${n}`)))
    assert.deepEqual(
      results.map(({ output }) => output),
      numbers.map((n) => `${n + 1} ${n}\n`),
    )
  }))

test('output that comes in many pieces is put together', () =>
  inShell(async (shell) => {
    const { status, output } = await shell.run(
      'i=0; while [ $i -lt 20000 ]; do echo "line $i"; i=$((i+1)); done',
    )
    assert.equal(status, 0)
    assert.equal(output.split('\n').length, 20_001)
    assert.match(output, /line 19999\n$/)
  }))

test('when the shell ends, what waits is answered, and so is what comes later', async () => {
  const shell = new Shell(['sh'])
  const [ended, waiting] = await Promise.all([shell.run('exit 0'), shell.run('echo never')])
  assert.equal(ended.status, 255)
  assert.equal(waiting.status, 255)
  assert.deepEqual(await shell.run('echo x'), { status: 255, output: 'the namespace is gone' })
  await shell.close()
})

test('closing kills a command that hangs, and may be done twice', async () => {
  const shell = new Shell(['sh'])
  const hanging = shell.run('read never <&1')
  await Promise.all([shell.close(), shell.close()])
  assert.equal((await hanging).status, 255)
  await shell.close()
})

test('a program that is not there is an answer, not an exception', async () => {
  const shell = new Shell(['/no/such/program'])
  assert.equal((await shell.run('echo x')).status, 255)
})

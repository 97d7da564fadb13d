import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { findProcesses, watchUsage } from '../../src/flood/usage.ts'

/** Works for as long as a line on stdin says, holds 64 MB from then on, says so, and stays. */
const WORKER = `
  process.stdin.once('data', (text) => {
    const until = process.cpuUsage().user + Number(text) * 1000
    while (process.cpuUsage().user < until);
    globalThis.kept = Buffer.alloc(64 << 20, 1)
    console.log('done')
  })`

const start = () => spawn(process.execPath, ['-e', WORKER], { stdio: ['pipe', 'pipe', 'inherit'] })

test('what a process used while it was watched, and nothing before', {
  timeout: 60_000,
}, async () => {
  const child = start()
  try {
    const watch = watchUsage([child.pid as number], 10)
    child.stdin.write('300\n')
    await once(child.stdout, 'data')
    const usage = watch.stop()
    assert.ok(usage.userMs >= 290, `user ${usage.userMs} ms`)
    const grown = usage.peakResidentBytes - usage.residentBytes
    assert.ok(grown >= 60 << 20, `grew by ${grown}`)
    assert.deepEqual(usage.ended, [])
    const later = watchUsage([child.pid as number]).stop()
    assert.ok(later.userMs < 290, `later ${later.userMs} ms`)
  } finally {
    child.kill('SIGKILL')
  }
})

test('a process that ends counts with what it had used', { timeout: 60_000 }, async () => {
  const child = start()
  const watch = watchUsage([child.pid as number], 10)
  child.stdin.write('200\n')
  await once(child.stdout, 'data')
  watch.read()
  child.kill('SIGKILL')
  await once(child, 'exit')
  const usage = watch.stop()
  assert.equal(usage.ended.length, 1)
  assert.ok(usage.userMs >= 190, `user ${usage.userMs} ms`)
})

test('processes are found by their name', () => {
  assert.ok(findProcesses(['node']).includes(process.pid))
  assert.deepEqual(findProcesses(['no-such-process']), [])
  assert.deepEqual(watchUsage([]).stop().processes, [])
})

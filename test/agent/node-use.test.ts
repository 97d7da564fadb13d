import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readUse } from '../../src/agent/node-use.ts'

const over = (files: Readonly<Record<string, string>>) => (path: string) => {
  const text = files[path]
  if (text === undefined) throw new Error(`ENOENT: ${path}`)
  return text
}

test('control groups version 1', () =>
  assert.deepEqual(
    readUse(
      over({
        'cpuacct/cpuacct.usage': '450392089\n',
        'memory/memory.usage_in_bytes': '27054080\n',
        'memory/memory.stat': 'cache 53248\ninactive_file 4096\ntotal_inactive_file 40960\n',
      }),
    ),
    { cpuMs: 450.4, memoryOctets: 27013120 },
  ))

test('control groups version 2', () =>
  assert.deepEqual(
    readUse(
      over({
        'cpu.stat': 'usage_usec 1234567\nuser_usec 1000000\nsystem_usec 234567\n',
        'memory.current': '27054080\n',
        'memory.stat': 'anon 25505792\ninactive_file 40960\n',
      }),
    ),
    { cpuMs: 1234.6, memoryOctets: 27013120 },
  ))

test('a container that is gone, or sees no groups, has no figures', () => {
  assert.equal(readUse(over({})), undefined)
  assert.equal(readUse(over({ 'cpuacct/cpuacct.usage': '1\n' })), undefined)
})

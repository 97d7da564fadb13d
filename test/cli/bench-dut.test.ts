import assert from 'node:assert/strict'
import { test } from 'node:test'
import { questionOf } from '../../src/cli/bench-dut.ts'
import { InputError } from '../../src/lib/errors.ts'

test('without options: a hundred thousand prefixes from ten iBGP peers', () => {
  assert.deepEqual(questionOf({}), {
    prefixes: 100_000,
    peers: 10,
    table: 'split',
    senders: 'ibgp',
    groupSize: 1,
    repeat: 1,
    cpus: null,
    memoryBytes: null,
  })
})

test('numbers with a suffix, limits with a unit', () => {
  const asked = questionOf({ prefixes: '1M', cpus: '0.5', memory: '512m', table: 'same' })
  assert.equal(asked.prefixes, 1_000_000)
  assert.deepEqual([asked.cpus, asked.memoryBytes], [0.5, 512 << 20])
  assert.equal(questionOf({ memory: '2G' }).memoryBytes, 2 * 1024 ** 3)
})

test('everything that is wrong is said at once', () => {
  const wrong = { prefixes: 'many', peers: '0', table: 'both', cpus: '0', memory: '512' }
  assert.throws(
    () => questionOf({ ...wrong, senders: 'eBGP', groupSize: '1.5', repeat: '-1' }),
    (error) => {
      assert.ok(error instanceof InputError)
      const named = error.problems.map((line) => /^--(\S+)/.exec(line)?.[1])
      assert.deepEqual(named, [
        ...['prefixes', 'peers', 'table', 'senders', 'group-size', 'repeat', 'cpus', 'memory'],
      ])
      return true
    },
  )
})

test('each peer has something to send', () => {
  assert.throws(() => questionOf({ prefixes: '99', peers: '10', groupSize: '10' }), InputError)
  assert.equal(questionOf({ prefixes: '100', peers: '10', groupSize: '10' }).prefixes, 100)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fuzz } from '../../bench/fuzz/run.ts'

test('mutated messages: a message or a WireError, and all readers agree', () => {
  Error.stackTraceLimit = 0
  const { messages, classes, failure } = fuzz({ messages: 200_000, seed: 20261121 })
  assert.deepEqual(failure, undefined)
  assert.equal(messages, 200_000)
  for (const outcome of ['update ok', 'update discard', 'update withdraw', 'reset 3/10', 'open'])
    assert.ok((classes.get(outcome) ?? 0) > 0, `no mutation led to ${outcome}`)
})

test('a failure ends the run, and its message is made small', () => {
  const { messages, failure } = fuzz({
    messages: 1000,
    seed: 1,
    checker: {
      check: (message, length) => {
        if (message.subarray(19, length).includes(0x7f)) throw new TypeError('broken')
        return 'fine'
      },
    },
  })
  assert.ok(messages < 1000)
  assert.equal(failure?.what, 'TypeError: broken')
  assert.match(failure.hex, /7f$/)
  assert.ok(failure.hex.length <= 2 * 20, failure.hex)
})

test('the same seed gives the same messages', () => {
  const classes = () => [...fuzz({ messages: 2000, seed: 7 }).classes]
  assert.deepEqual(classes(), classes())
})

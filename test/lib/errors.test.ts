import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  BackendError,
  EXIT,
  explain,
  InputError,
  LemurError,
  TimeoutError,
  WireError,
} from '../../src/lib/errors.ts'

test('each class carries the exit status of who must act', () => {
  assert.equal(new InputError('x').exitStatus, EXIT.input)
  assert.equal(new BackendError('x').exitStatus, EXIT.environment)
  assert.equal(new TimeoutError('x').exitStatus, EXIT.untrustworthy)
  assert.equal(new WireError('x', { offset: 0, section: '' }).exitStatus, EXIT.environment)
})

test('the exit statuses are a promise to scripts', () => {
  assert.deepEqual(EXIT, {
    ok: 0,
    failed: 1,
    input: 2,
    environment: 3,
    untrustworthy: 4,
    interrupted: 130,
  })
})

test('errors have their own names and a common parent', () => {
  assert.equal(new TimeoutError('x').name, 'TimeoutError')
  assert.ok(new WireError('x', { offset: 7, section: 'RFC 4271 6.1' }) instanceof LemurError)
})

test('an input error keeps all problems apart and prints all of them', () => {
  const error = new InputError(['a.yaml:1:1 one', 'a.yaml:2:1 two'])
  assert.deepEqual(error.problems, ['a.yaml:1:1 one', 'a.yaml:2:1 two'])
  assert.equal(explain(error), 'a.yaml:1:1 one\na.yaml:2:1 two')
})

test('explains output, the chain of causes, and what to try', () => {
  const cause = new Error('outer', { cause: new Error('inner') })
  const error = new BackendError('the build failed', {
    output: ['E: no such package'],
    cause,
    hint: 'chaoslemur doctor',
  })
  assert.equal(
    explain(error),
    [
      'the build failed',
      '  E: no such package',
      '  because: outer',
      '  because: inner',
      '  try: chaoslemur doctor',
    ].join('\n'),
  )
})

test('a timeout says what was seen instead', () => {
  const error = new TimeoutError('two sessions are not Established', { seen: ['a--b is Active'] })
  assert.equal(explain(error), 'two sessions are not Established\n  a--b is Active')
})

test('a foreign error, or none at all, is its message and never a stack', () => {
  assert.equal(explain(new TypeError('x is not a function')), 'x is not a function')
  assert.equal(explain('just text'), 'just text')
  assert.equal(explain(new BackendError('a', { cause: 'text' })), 'a\n  because: text')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appliedLines } from '../../src/cli/applied-lines.ts'
import type { JournalEntry } from '../../src/model/event.ts'

const entry = {
  type: 'effects-applied',
  at: 12,
  instance: 'fault',
  half: 'injection',
  applied: [
    { subject: 'carrier a--b@a', commandedAt: 10, verifiedAt: 12.5, readBack: 'no carrier' },
    { subject: 'carrier a--b@b', commandedAt: 10 },
  ],
} as unknown as JournalEntry

test('a line for each subject, with what was read back or that nothing could be', () => {
  assert.deepEqual(appliedLines(entry, false), [
    'carrier a--b@a: verified after 2.5 ms: no carrier',
    'carrier a--b@b: NOT VERIFIED',
  ])
})

test('with --json each line is an object of the same', () => {
  const [first, second] = appliedLines(entry, true).map((line) => JSON.parse(line) as object)
  assert.deepEqual(first, {
    half: 'injection',
    subject: 'carrier a--b@a',
    commandedAt: 10,
    verifiedAt: 12.5,
    readBack: 'no carrier',
  })
  assert.deepEqual(second, { half: 'injection', subject: 'carrier a--b@b', commandedAt: 10 })
})

test('other events are not shown', () => {
  assert.deepEqual(appliedLines({ type: 'run-ended' } as unknown as JournalEntry, true), [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readyLine } from '../../src/cli/progress.ts'

test('says what is awaited, four at most, and only when it changed', () => {
  const lines: string[] = []
  const say = readyLine((line) => lines.push(line))
  const waiting = ['a--b', 'b--c', 'c--d', 'd--e', 'e--f', 'f--a']
  say({ established: 0, total: 6, waiting })
  say({ established: 0, total: 6, waiting })
  say({ established: 5, total: 6, waiting: ['a--b'] })
  say({ established: 6, total: 6, waiting: [] })
  assert.deepEqual(lines, [
    'sessions: 0 of 6 Established, waiting for a--b, b--c, c--d, d--e and 2 more',
    'sessions: 5 of 6 Established, waiting for a--b',
    'sessions: 6 of 6 Established',
  ])
})

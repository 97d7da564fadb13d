import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NO_IMPAIRMENT } from '../../src/model/impairment.ts'
import type { Testbed } from '../../src/model/testbed.ts'
import { askSessions } from '../../src/run/ask.ts'
import { lab } from '../solve/lab.ts'

const topology = lab({
  nodes: { a: 1, b: 1, c: 2 },
  links: [
    ['a', 'b'],
    ['b', 'c'],
  ],
})
const never = new AbortController().signal
/** Nobody has any session. */
const testbed = { topology, sessions: async () => [] } as unknown as Testbed

const lacking = async (opaque: readonly string[]): Promise<readonly string[]> => {
  const impairment = { ...NO_IMPAIRMENT, opaque: new Set(opaque) }
  const { differences } = await askSessions(testbed, impairment, never)
  return differences.map((line) => line.replace(/ \(.*/, '')).sort()
}

test('in a network that is whole every session is asked for, at both ends', async () =>
  assert.deepEqual(await lacking([]), [
    'a: the session with b',
    'b: the session with a',
    'b: the session with c',
    'c: the session with b',
  ]))

test('where a router may lack the ways inside its AS, only eBGP is asked for', async () =>
  assert.deepEqual(await lacking(['a']), ['b: the session with c', 'c: the session with b']))

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Observation } from '../../src/model/observation.ts'
import { Watch } from '../../src/run/watch.ts'

const PEER = '10.0.0.2'

const session = (at: number, up: boolean): Observation => ({
  type: 'session-changed',
  at,
  node: 'r1',
  peer: PEER,
  up,
  reason: '',
})

const update = (at: number, from = PEER): Observation => ({
  type: 'update-received',
  at,
  node: 'r1',
  from,
  announced: [],
  withdrawn: [],
  asPath: [],
  octets: 23,
})

const firstWordsBy = (...seen: readonly Observation[]): number => {
  const watch = new Watch(0)
  for (const observation of seen) watch.seen(observation)
  return watch.firstWordsBy
}

describe('the first words of a new session', () => {
  test('a session that did not change is not waited for', () =>
    assert.equal(firstWordsBy(update(5)), Number.NEGATIVE_INFINITY))

  test('who has just come up may begin to speak for 3 s', () =>
    assert.equal(firstWordsBy(session(100, false), session(900, true)), 3_900))

  test('what was said before the session went down does not count', () =>
    assert.equal(firstWordsBy(update(50), session(100, false), session(900, true)), 3_900))

  test('the first UPDATE, also an empty one, ends the wait', () =>
    assert.equal(
      firstWordsBy(session(100, false), session(900, true), update(950)),
      Number.NEGATIVE_INFINITY,
    ))

  test('another speaker does not end it', () =>
    assert.equal(
      firstWordsBy(session(100, false), session(900, true), update(950, '10.0.0.3')),
      3_900,
    ))

  test('an UPDATE on the wire just before the log told of the session counts', () =>
    assert.equal(
      firstWordsBy(session(100, false), session(900, true), update(899)),
      Number.NEGATIVE_INFINITY,
    ))

  test('who is down is not waited for', () =>
    assert.equal(
      firstWordsBy(session(100, false), session(900, true), session(950, false)),
      Number.NEGATIVE_INFINITY,
    ))

  test('the last of several', () =>
    assert.equal(
      firstWordsBy(session(100, true), { ...session(900, true), node: 'r2' } as Observation),
      3_900,
    ))
})

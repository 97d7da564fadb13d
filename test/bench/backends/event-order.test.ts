import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareOrder, STAMP_MS } from '../../../bench/backends/event-order.ts'
import { storyOf } from '../../../bench/backends/story.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import {
  ended,
  fault,
  healed,
  injected,
  settled,
  started,
  triangle,
  update,
} from '../../measure/journal.ts'

/** A link that is lost silently at one end: a by its interface, b by its hold timer. */
const journal = (change: Partial<Story> = {}): RunEvent[] => {
  const story = { ...STORY, ...change }
  return [
    started(0),
    fault(1_000, 'cut', ['a--b'], ['a', 'b']),
    ...injected(1_000, 1_005, 'cut'),
    session(1_000 + story.aDown, 'a', 'b', false, story.aReason),
    ...(story.hasB ? [session(1_000 + story.bDown, 'b', 'a', false, story.bReason)] : []),
    update(1_000 + story.firstUpdate, 'c', ['198.18.0.0/24']),
    settled(12_000, 'cut', 'injection', story.outcome),
    ...healed(15_000, 15_005, 'cut'),
    session(15_000 + story.up, 'a', 'b', true, ''),
    session(15_000 + story.up, 'b', 'a', true, ''),
    settled(25_000, 'cut', 'reversion'),
    ended(25_000),
  ].toSorted((x, y) => x.at - y.at)
}

interface Story {
  readonly aDown: number
  readonly bDown: number
  readonly hasB: boolean
  readonly aReason: string
  readonly bReason: string
  readonly firstUpdate: number
  readonly up: number
  readonly outcome: 'converged' | 'timeout'
}

const STORY: Story = {
  aDown: 3,
  bDown: 8_000,
  hasB: true,
  aReason: 'interface down',
  bReason: 'Hold Timer Expired',
  firstUpdate: 55,
  up: 20,
  outcome: 'converged',
}

const session = (at: number, node: string, far: string, up: boolean, reason: string): RunEvent => {
  const ends = triangle.sessions.find(({ ends }) =>
    ends.every((end) => [node, far].includes(end.node)),
  )?.ends
  const peer = ends?.find((end) => end.node === far)?.address ?? ''
  return { type: 'session-changed', at, node, peer, up, reason }
}

const differences = (change: Partial<Story>) => {
  const [first] = storyOf(journal())
  const [second] = storyOf(journal(change))
  assert.ok(first && second)
  return compareOrder(first, second)
}

describe('the order of events on two backends', () => {
  it('is the same in the same journal, and has both halves', () => {
    const story = storyOf(journal())
    assert.deepEqual(
      story.map(({ half }) => half),
      ['injection', 'reversion'],
    )
    assert.deepEqual(differences({}), [])
  })

  it('is the same when timers fire at another time within their spread, and words differ', () => {
    const reason = { aReason: 'Waiting for peer OPEN', bReason: 'BGP hold timer expired' }
    assert.deepEqual(differences({ bDown: 6_100, aDown: 30, firstUpdate: 80, ...reason }), [])
  })

  it('differs when two that are far apart come the other way round', () => {
    const found = differences({ aDown: 8_000, bDown: 3, firstUpdate: 55 })
    assert.ok(found.some(({ type, what }) => type === 'order' && /a: .* before b: /.test(what)))
  })

  it('differs when a consequence comes before its cause by more than time stamps can be off', () => {
    const late = 55 + STAMP_MS + 1
    const found = differences({ aDown: late, bDown: 8_000, firstUpdate: 0 })
    assert.deepEqual(
      found.map(({ type }) => type),
      ['order'],
    )
    assert.match(found[0]?.what ?? '', /first session change before first UPDATE/)
    assert.deepEqual(differences({ aDown: STAMP_MS, firstUpdate: 1 }), [])
  })

  it('differs when one end says nothing, in both directions', () => {
    const [whole] = storyOf(journal())
    const [part] = storyOf(journal({ hasB: false }))
    assert.ok(whole && part)
    assert.deepEqual(
      compareOrder(whole, part).map(({ type, what }) => [type, what]),
      [['only-first', 'b: session a--b down, hold timer']],
    )
    assert.deepEqual(
      compareOrder(part, whole).map(({ type }) => type),
      ['only-second'],
    )
  })

  it('differs when a session ends for another reason', () => {
    assert.deepEqual(
      differences({ bReason: 'the peer closed the connection' }).map(({ what }) => what),
      ['b: session a--b down, hold timer', 'b: session a--b down, connection lost'],
    )
  })

  it('differs when the network settles otherwise', () => {
    assert.deepEqual(differences({ outcome: 'timeout' }), [
      { type: 'outcome', what: 'converged, timeout' },
    ])
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EventQueue } from '../../../src/backends/sim/queue.ts'
import { WorkQueue } from '../../../src/backends/sim/work-queue.ts'
import type { RouterEvent } from '../../../src/bgp/router/events.ts'

const update = (peer: string): RouterEvent => ({
  type: 'update',
  peer,
  update: { withdrawn: [], announced: [] },
})

/** What the router is told, and when. */
const bench = (delayMs: number) => {
  const queue = new EventQueue()
  const told: string[] = []
  const works = new WorkQueue(
    queue,
    () => delayMs,
    (event) => told.push(`${words(event)} at ${queue.nowMs}`),
    (turn) => turn(),
  )
  const run = () => {
    while (queue.step());
    return told
  }
  return { queue, works, run }
}

const words = (event: RouterEvent): string =>
  event.type === 'updates'
    ? event.updates.map(({ peer }) => peer).join(' ')
    : `${event.type} ${'peer' in event ? event.peer : ''}`

test('what comes while changes are collected is decided as one, in its order', () => {
  const { queue, works, run } = bench(50)
  works.add(update('a'))
  queue.schedule(49, () => works.add(update('b')))
  queue.schedule(49, () => works.add({ type: 'down', peer: 'a' }))
  queue.schedule(49, () => works.add(update('c')))
  queue.schedule(60, () => works.add(update('d')))
  assert.deepEqual(run(), ['a b at 50', 'down a at 50', 'c at 50', 'update d at 110'])
})

test('what is no longer of its session when its turn comes is left out', () => {
  const { works, run } = bench(50)
  works.add(update('a'), () => false)
  works.add(update('b'))
  assert.deepEqual(run(), ['update b at 50'])
})

/** First-route, full and route-specific convergence (RFC 6412 section 3.6), from gaps of probe streams. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measureAll } from '../../src/measure/index.ts'
import type { RunEvent } from '../../src/model/event.ts'
import { ended, fault, injected, probe, settled, started } from './journal.ts'

const NAMES = ['first-route-convergence', 'full-convergence', 'route-convergence']

/** On what a fault was, verified at 1010. */
const figuresOf = (on: string, ...seen: readonly RunEvent[]) => {
  const journal = [
    started(0),
    fault(990, 'cut', [on], ['a', 'b']),
    ...injected(1000, 1010, 'cut'),
    ...seen,
    settled(2500, 'cut', 'injection'),
    ended(5000),
  ]
  return NAMES.map((wanted) => {
    const found = measureAll(journal).find(({ name }) => name === wanted)
    assert.ok(found, wanted)
    return { value: found.value, samples: found.samples, note: found.note }
  })
}

test('streams come back one after the other: the first, the last and each of them', () => {
  const [first, full, route] = figuresOf(
    'a--b',
    probe(1000, 'a', 'b', true),
    probe(1060, 'a', 'b', false, 6),
    probe(1005, 'c', 'b', true),
    probe(1110, 'c', 'b', false, 10),
    // A second gap: the stream is whole after it, and not before.
    probe(1200, 'a', 'b', true),
    probe(1310, 'a', 'b', false, 11),
    probe(1020, 'c', 'a', true),
    probe(1080, 'c', 'a', false, 6),
  )
  assert.deepEqual(first, { value: 70, samples: [70], note: undefined })
  assert.deepEqual(full, { value: 300, samples: [300], note: undefined })
  assert.deepEqual(route, { value: 100, samples: [300, 70, 100], note: undefined })
})

test('no loss is a convergence in no time', () => {
  for (const { value, note } of figuresOf('a--b'))
    assert.deepEqual([value, note], [0, 'no probe was lost'])
})

test('a stream that stays interrupted: no full convergence, unless its end is broken', () => {
  const seen = [
    probe(1000, 'a', 'b', true),
    probe(1000, 'a', 'c', true),
    probe(1100, 'a', 'c', false, 10),
  ]
  const note = '1 probe streams were not answered again until the end of the run'
  assert.deepEqual(figuresOf('a--b', ...seen), [
    { value: 90, samples: [90], note },
    { value: null, samples: [], note },
    { value: 90, samples: [90], note },
  ])
  assert.deepEqual(
    figuresOf('b', ...seen).map(({ value }) => value),
    [90, 90, 90],
  )
})

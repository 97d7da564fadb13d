import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Activation } from '../../src/model/timeline.ts'
import { timelineText } from '../../src/run/timeline-text.ts'

const BASE: Activation = {
  id: 'cut',
  step: 'cut',
  fault: 'link-down',
  params: {},
  on: ['a--b', 'b--c'],
  adjacent: [],
  start: { type: 'at', atMs: 2000 },
  phases: [{ afterMs: 0, effects: [] }],
  silentForMs: 0,
  place: 'plan.yaml:1:1',
}

test('a timeline for people: a row an activation', () => {
  const flap: Activation = {
    ...BASE,
    id: 'storm.2',
    fault: 'link-flap',
    on: ['a--b'],
    start: { type: 'after', activations: ['cut'], event: 'converged', delayMs: 500 },
    phases: [
      { afterMs: 0, effects: [] },
      { afterMs: 9000, effects: [] },
    ],
  }
  const lines = timelineText([{ ...BASE, forMs: 20_000 }, flap, BASE]).split('\n')
  assert.deepEqual(lines, [
    'WHEN                         ID       FAULT      ON          FOR',
    't0 + 2s                      cut      link-down  a--b, b--c  20s',
    'after cut converged + 500ms  storm.2  link-flap  a--b        9s',
    't0 + 2s                      cut      link-down  a--b, b--c  -',
  ])
})

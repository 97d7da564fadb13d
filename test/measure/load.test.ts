import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { measureAll, metricNames } from '../../src/measure/index.ts'
import type { RunEvent } from '../../src/model/event.ts'
import type { LoadEvent } from '../../src/model/load.ts'
import { ended, fault, healed, injected, settled, started } from './journal.ts'

const load = 'table'
const canary = (sentAt: number, seenAt?: number): LoadEvent => ({
  type: 'load-canary',
  at: seenAt ?? sentAt + 5000,
  load,
  prefix: '100.127.0.1/32',
  sentAt,
  ...(seenAt !== undefined && { seenAt }),
})
const burst = (at: number, number: number, perS: number): LoadEvent => ({
  type: 'load-burst',
  at,
  load,
  number,
  since: at - 1000,
  updates: perS,
  prefixes: perS,
  perS,
  askedPerS: 5000,
  blockedMs: 0,
})
const over = (at: number, outcome: 'complete' | 'session-lost' = 'complete'): LoadEvent => ({
  type: 'load-ended',
  at,
  load,
  outcome,
  updates: 9000,
  prefixes: 9000,
  octets: 500_000,
  received: { updates: 900, prefixes: 9000 },
  sendingMs: 2000,
  withdrawn: true,
})
const down = (at: number, node: string, peer: string): RunEvent => ({
  type: 'session-changed',
  at,
  node,
  peer,
  up: false,
  reason: 'Hold Timer Expired',
})
const received = (at: number, node: string, updates: number): RunEvent => ({
  type: 'load-received',
  at,
  since: at - 1000,
  node,
  updates,
  announced: updates,
  withdrawn: 0,
  octets: 60 * updates,
})

/** A cut of a--b from 1000 to 3000, a load from 500 to 4000. */
const journal = (...more: readonly RunEvent[]): RunEvent[] => [
  started(0),
  { type: 'load-started', at: 500, load, sessions: [] },
  fault(1000, 'cut', ['a--b'], ['a', 'b']),
  ...injected(1000, 1001, 'cut'),
  settled(2900, 'cut', 'injection'),
  ...healed(3000, 3001, 'cut'),
  settled(3900, 'cut', 'reversion'),
  ...more,
  ended(5000),
]

const figure = (events: readonly RunEvent[], name: string, half?: string) => {
  const found = measureAll(events).find((one) => one.name === name && one.half === half)
  return found && { value: found.value, samples: found.samples, step: found.step, note: found.note }
}

describe('figures of a load', () => {
  test("'load-rate' is what was achieved, over all and burst by burst", () => {
    const events = journal(burst(1500, 1, 5000), burst(2500, 2, 4000), over(4000))
    assert.deepEqual(figure(events, 'load-rate'), {
      value: 4500,
      samples: [5000, 4000],
      step: 'table',
      note: undefined,
    })
  })

  test("'load-rate' of a load without an end is not to be had", () => {
    const { value, note } = figure(journal(burst(1500, 1, 5000)), 'load-rate') ?? {}
    assert.deepEqual([value, note], [null, 'the load did not come to its end'])
  })

  test("'load-canary' and 'lost-canaries': the way to the sink, and what did not arrive", () => {
    const events = journal(
      canary(600, 650),
      canary(1600, 1900),
      canary(2000, 2060),
      canary(2600),
      over(4000),
    )
    assert.deepEqual(figure(events, 'load-canary'), {
      value: 60,
      samples: [50, 300, 60],
      step: 'table',
      note: '1 of 4 were not seen',
    })
    assert.equal(figure(events, 'lost-canaries')?.value, 1)
  })

  test("'load-canary' without any is not to be had", () => {
    assert.equal(figure(journal(canary(600), over(4000)), 'load-canary')?.value, null)
  })

  test("'load-updates' are those of the window, and no others are counted for it", () => {
    const events = journal(
      received(1400, 'a', 100),
      received(1500, 'b', 20),
      received(3500, 'a', 7),
    )
    assert.equal(figure(events, 'load-updates', 'injection')?.value, 120)
    assert.equal(figure(events, 'load-updates', 'reversion')?.value, 7)
    assert.equal(figure(events, 'updates', 'injection')?.value, 0)
    assert.equal(figure(events, 'convergence', 'injection')?.value, null)
  })

  test("'load-session-losses': a session of the link that was cut is not the load's", () => {
    const cut = [down(1100, 'a', 'b'), down(1100, 'b', 'a')]
    assert.equal(figure(journal(...cut, over(4000)), 'load-session-losses')?.value, 0)
    const lost = [down(1200, 'b', 'c'), down(1300, 'c', 'b')]
    assert.equal(figure(journal(...cut, ...lost, over(4000)), 'load-session-losses')?.value, 1)
    const late = down(4500, 'b', 'c')
    assert.equal(figure(journal(over(4000), late), 'load-session-losses')?.value, 0)
  })

  test("'load-session-losses' has the load's own session too", () => {
    assert.equal(figure(journal(over(4000, 'session-lost')), 'load-session-losses')?.value, 1)
  })

  test('a run without load has none of them', () => {
    const names = new Set(measureAll([started(0), ...journal().slice(2)]).map(({ name }) => name))
    assert.deepEqual(
      // Those with `-time` are only where packets can be followed (ways.test.ts) or processors counted
      // (node-use.test.ts).
      metricNames.filter((name) => !names.has(name) && !name.endsWith('-time')),
      [
        'memory-peak',
        'load-rate',
        'load-canary',
        'lost-canaries',
        'load-updates',
        'load-session-losses',
      ],
    )
  })
})

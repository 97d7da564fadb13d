/** Figures made of the UPDATEs, on journals with known answers. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measureAll } from '../../src/measure/index.ts'
import { iterationsOf } from '../../src/measure/iteration.ts'
import { countClasses } from '../../src/measure/per-class.ts'
import { windowsOf } from '../../src/measure/window.ts'
import type { Half, Outcome, RunEvent } from '../../src/model/event.ts'
import { ended, fault, healed, injected, session, settled, started, triangle } from './journal.ts'

const P = '198.18.1.0/24'
const Q = '198.18.2.0/24'

/** The address from which `node` speaks to `other`. */
const addressOf = (node: string, other: string): string => {
  const { ends } = triangle.sessions.find(({ ends: [a, b] }) =>
    [a.node, b.node].every((name) => [node, other].includes(name)),
  ) as (typeof triangle.sessions)[number]
  return ends.find((end) => end.node === node)?.address as string
}

interface Told {
  readonly to: string
  readonly announced?: readonly string[]
  readonly withdrawn?: readonly string[]
  readonly asPath?: readonly number[]
  readonly digest?: string
}

const tells = (
  at: number,
  from: string,
  { to, announced = [], withdrawn = [], asPath = [1], digest }: Told,
): RunEvent => ({
  type: 'update-received',
  at,
  node: to,
  from: addressOf(from, to),
  announced,
  withdrawn,
  asPath,
  ...(digest !== undefined && { digest }),
  octets: 50,
})

const opens = (at: number, from: string, to: string): RunEvent => ({
  type: 'open-received',
  at,
  node: to,
  from: addressOf(from, to),
})

/** A cut of a--b, verified at 1010 and settled at 2500; healed at 3005, settled at 4500. */
const journal = (...seen: readonly RunEvent[]): RunEvent[] => ending('converged', seen)

/** The same, with a network that is not what it was before. */
const changed = (...seen: readonly RunEvent[]): RunEvent[] => ending('converged-wrong', seen)

const ending = (outcome: Outcome, seen: readonly RunEvent[]): RunEvent[] => [
  started(0),
  ...seen.filter(({ at }) => at < 990),
  fault(990, 'cut', ['a--b'], ['a', 'b']),
  ...injected(1000, 1010, 'cut'),
  ...seen.filter(({ at }) => at >= 990 && at < 2500),
  settled(2500, 'cut', 'injection'),
  ...healed(3000, 3005, 'cut'),
  ...seen.filter(({ at }) => at >= 2500),
  settled(4500, 'cut', 'reversion', outcome),
  ended(5000),
]

const figure = (events: readonly RunEvent[], name: string, half: Half = 'injection') => {
  const found = measureAll(events).find((one) => one.name === name && one.half === half)
  assert.ok(found, name)
  const { value, samples, by, note } = found
  return { value, samples, ...(by && { by }), ...(note && { note }) }
}

const countsOf = (events: readonly RunEvent[]): Record<string, number> => {
  const iterations = iterationsOf(events)
  const [window] = windowsOf(iterations)
  assert.ok(window)
  return Object.fromEntries(countClasses(window, iterations))
}

test('classes: each announcement against the one before it on the same side', () => {
  const events = journal(
    opens(10, 'a', 'c'),
    tells(20, 'a', { to: 'c', announced: [P, Q], digest: 'x' }),
    tells(1100, 'a', { to: 'c', announced: [P], digest: 'y' }),
    tells(1200, 'a', { to: 'c', announced: [P], digest: 'y' }),
    tells(1300, 'a', { to: 'c', withdrawn: [P] }),
    tells(1310, 'a', { to: 'c', withdrawn: [P] }),
    tells(1400, 'a', { to: 'c', announced: [P], digest: 'y' }),
    tells(1500, 'a', { to: 'c', withdrawn: [P, Q] }),
    tells(1600, 'a', { to: 'c', announced: [P, Q], digest: 'z' }),
  )
  const classes = {
    ...{ aadiff: 1, aadup: 1, wadup: 1, wadiff: 2, wwdup: 1, withdrawn: 3 },
  }
  assert.deepEqual(countsOf(events), classes)
  for (const name of ['aadiff', 'aadup', 'wadup', 'wadiff', 'wwdup'] as const) {
    const value = classes[name]
    assert.deepEqual(figure(events, name), { value, samples: [value], by: { 'a > c': value } })
  }
  assert.deepEqual(figure(events, 'aadup', 'reversion'), { value: 0, samples: [0], by: {} })
})

test('classes: other attributes than path and next hop make another route', () => {
  const twice = (first: string | undefined, second: string | undefined) =>
    countsOf(
      journal(
        tells(20, 'a', { to: 'c', announced: [P], ...(first && { digest: first }) }),
        tells(1100, 'a', { to: 'c', announced: [P], ...(second && { digest: second }) }),
      ),
    )
  assert.deepEqual(twice('x', 'y'), { aadiff: 1 })
  assert.deepEqual(twice('x', 'x'), { aadup: 1 })
  // A journal from before there was a digest: path and next hop are all that there is.
  assert.deepEqual(twice(undefined, undefined), { aadup: 1 })
})

test('classes: sides are apart, a new session forgets, and what began unseen has no class', () => {
  const events = changed(
    opens(10, 'a', 'c'),
    tells(20, 'a', { to: 'c', announced: [P], digest: 'x' }),
    tells(1100, 'b', { to: 'c', announced: [P], digest: 'x' }),
    tells(1110, 'b', { to: 'a', withdrawn: [P] }),
    opens(1200, 'a', 'c'),
    tells(1210, 'a', { to: 'c', announced: [P], digest: 'x' }),
    tells(1220, 'a', { to: 'c', withdrawn: [Q] }),
    tells(1230, 'b', { to: 'a', announced: [P], digest: 'x' }),
  )
  assert.deepEqual(countsOf(events), { unknown: 3, new: 1, wwdup: 1 })
  const note = '3 routes of no known class: what was told of them before was not observed'
  assert.deepEqual(figure(events, 'aadiff'), { value: 0, samples: [0], by: {}, note })
})

test('classes: of a network that is restored, what holds at the end held before anybody looked', () => {
  const events = journal(
    tells(1100, 'a', { to: 'c', announced: [P], digest: 'y' }),
    tells(1110, 'b', { to: 'c', withdrawn: [P] }),
    tells(1120, 'c', { to: 'b', announced: [Q], digest: 'w' }),
    tells(1130, 'c', { to: 'b', withdrawn: [Q] }),
    tells(3100, 'a', { to: 'c', announced: [P], digest: 'x' }),
    tells(3110, 'b', { to: 'c', announced: [P], digest: 'x' }),
  )
  // Of Q nothing holds at the end: c told it on the way only.
  assert.deepEqual(countsOf(events), { aadiff: 1, withdrawn: 2, new: 1 })
  assert.equal(figure(events, 'wadup', 'reversion').value, 1)
  assert.equal(figure(events, 'aadiff', 'reversion').value, 1)
})

test('classes: a withdrawal and an announcement in one message are in that order', () =>
  assert.deepEqual(
    countsOf(
      journal(
        tells(20, 'a', { to: 'c', announced: [P], digest: 'x' }),
        tells(1100, 'a', { to: 'c', announced: [P], withdrawn: [P], digest: 'x' }),
      ),
    ),
    { withdrawn: 1, wadup: 1 },
  ))

test('classes: an iteration goes on with the sessions of the one before', () => {
  const first = changed(tells(1100, 'a', { to: 'c', announced: [P], digest: 'x' }))
  const second = changed(tells(1100, 'a', { to: 'c', announced: [P], digest: 'x' })).map(
    (event) => ({
      ...event,
      ...(event.type === 'run-started' && { iteration: 2 }),
    }),
  )
  const found = measureAll([...first, ...second]).filter(
    ({ name, half }) => name === 'aadup' && half === 'injection',
  )
  assert.deepEqual(
    found.map(({ value }) => value),
    [0, 1],
  )
})

test('packing: prefixes for each UPDATE, of all and of each router', () => {
  const events = journal(
    tells(1100, 'a', { to: 'c', announced: [P, Q], withdrawn: ['198.18.3.0/24'] }),
    tells(1200, 'a', { to: 'c', withdrawn: [P] }),
    tells(1300, 'c', { to: 'b', announced: [P, Q] }),
    tells(1400, 'c', { to: 'b' }),
  )
  assert.deepEqual(figure(events, 'packing'), {
    value: 2,
    samples: [2, 2],
    by: { b: 2, c: 2 },
  })
  assert.equal(figure(events, 'packing', 'reversion').value, null)
})

test('amplification: what was told for each affected prefix and each side of a session', () => {
  const events = journal(
    tells(1100, 'a', { to: 'c', announced: [P, Q] }),
    tells(1200, 'a', { to: 'c', withdrawn: [P] }),
    tells(1300, 'c', { to: 'b', announced: [P, Q] }),
    tells(1400, 'c', { to: 'b', withdrawn: [P] }),
  )
  // 6 told, 2 prefixes, 3 sessions with 2 sides each; a router has 2 of them.
  assert.deepEqual(figure(events, 'amplification'), {
    value: 0.5,
    samples: [0.5],
    by: { b: 0.75, c: 0.75 },
  })
})

test('paths explored: what a router told and neither had before nor kept', () => {
  const events = journal(
    tells(20, 'a', { to: 'c', announced: [P, Q], asPath: [1, 9] }),
    tells(20, 'a', { to: 'b', announced: [P, Q], asPath: [1, 9] }),
    tells(1100, 'a', { to: 'c', announced: [P], asPath: [1, 2, 9] }),
    tells(1110, 'a', { to: 'b', announced: [P], asPath: [1, 1, 2, 9] }),
    tells(1200, 'a', { to: 'c', announced: [P], asPath: [1, 3, 2, 9] }),
    tells(1250, 'a', { to: 'c', announced: [P], asPath: [1, 9] }),
    tells(1300, 'a', { to: 'c', announced: [P], asPath: [1, 4, 9] }),
    tells(1310, 'a', { to: 'b', withdrawn: [P] }),
    tells(1320, 'a', { to: 'b', withdrawn: [Q] }),
    tells(1330, 'c', { to: 'b', announced: [P], asPath: [3, 1, 4, 9] }),
  )
  // Of P router a told 2 9 and 3 2 9 on the way from 9 to 4 9; of Q nothing but that it is gone.
  assert.deepEqual(figure(events, 'paths-explored'), {
    value: 2,
    samples: [2, 0, 0],
    by: { a: 2, c: 0 },
  })
  assert.deepEqual(figure(events, 'paths-explored', 'reversion'), { value: 0, samples: [], by: {} })
})

test('reaction: from the first reaction next to the fault to the last UPDATE', () => {
  const events = journal(
    session(1100, 'b', addressOf('a', 'b'), false, 'Hold Timer Expired'),
    tells(1250, 'b', { to: 'c', withdrawn: [P] }),
    tells(1300, 'c', { to: 'a', withdrawn: [P] }),
    session(3400, 'b', addressOf('a', 'b'), true),
    tells(3450, 'b', { to: 'a', announced: [P] }),
  )
  assert.equal(figure(events, 'reaction').value, 200)
  assert.equal(figure(events, 'reaction', 'reversion').value, 50)
  assert.equal(figure(journal(), 'reaction').note, 'no adjacent router reacted')
})

test('convergence by prefix: the last UPDATE of each, wherever it arrived', () => {
  const events = journal(
    tells(1110, 'b', { to: 'c', withdrawn: [P, Q] }),
    tells(1210, 'c', { to: 'a', withdrawn: [P] }),
  )
  assert.deepEqual(figure(events, 'convergence-by-prefix'), {
    value: 150,
    samples: [200, 100],
    by: { p50: 150, p95: 195, [P]: 200, [Q]: 100 },
  })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measureAll, measurements, metricNames } from '../../src/measure/index.ts'
import type { Half, RunEvent } from '../../src/model/event.ts'
import {
  carrier,
  ended,
  fault,
  fib,
  healed,
  injected,
  notification,
  probe,
  session,
  settled,
  started,
  triangle,
  update,
} from './journal.ts'

/** A cut of a--b, verified at 1010, healed at 3005, both halves settled; what is seen is put in. */
const cut = (...seen: readonly RunEvent[]): RunEvent[] => [
  started(0),
  fault(990, 'cut', ['a--b'], ['a', 'b']),
  ...injected(1000, 1010, 'cut'),
  ...seen.filter(({ at }) => at < 2500),
  settled(2500, 'cut', 'injection'),
  ...healed(3000, 3005, 'cut'),
  ...seen.filter(({ at }) => at >= 2500),
  settled(4500, 'cut', 'reversion'),
  ended(5000),
]

const figure = (
  journal: readonly RunEvent[],
  name: string,
  half: Half = 'injection',
  id = 'cut',
) => {
  const found = measureAll(journal).find(
    (entry) => entry.name === name && entry.half === half && entry.instance === id,
  )
  assert.ok(found, `${name} of ${id}`)
  const { value, samples, note, by } = found
  return { value, samples, ...(note && { note }), ...(by && { by }) }
}

/** A run without load has none of these. */
const OF_LOAD = ['load-rate', 'load-canary', 'lost-canaries', 'load-updates', 'load-session-losses']

test('every metric gives each half of each fault a figure, and lost-prefixes one a run', () => {
  // Those with `-time` are only where packets can be followed (ways.test.ts) or processors counted
  // (node-use.test.ts), as is the next one.
  const names = measureAll(cut()).map(({ name, half }) => `${name} ${half ?? ''}`.trim())
  const others = new Set(['lost-prefixes', 'memory-peak', ...OF_LOAD])
  const perHalf = metricNames.filter((name) => !others.has(name) && !name.endsWith('-time'))
  assert.deepEqual(
    names.toSorted(),
    [
      ...perHalf.flatMap((name) => [`${name} injection`, `${name} reversion`]),
      'lost-prefixes',
    ].toSorted(),
  )
  assert.ok(measurements.every(({ summary }) => summary.endsWith('.')))
})

test('a half that another fault ended says so, however the network settled later', () => {
  const journal = [
    started(0),
    fault(990, 'silence', ['a--b'], ['a', 'b']),
    ...injected(1000, 1010, 'silence'),
    update(1100, 'c', ['198.18.2.0/24']),
    fault(3000, 'crash', ['c'], ['a', 'b']),
    ...injected(3010, 3020, 'crash'),
    session(9000, 'a', '10.0.1.2', false, 'Hold Timer Expired'),
    settled(12_000, 'silence', 'injection'),
    settled(12_000, 'crash', 'injection'),
    ended(13_000),
  ]
  const note = 'not converged: ended before the network settled'
  assert.deepEqual(figure(journal, 'convergence', 'injection', 'silence'), {
    value: 90,
    samples: [90],
    note,
  })
  assert.deepEqual(
    figure(journal, 'convergence', 'injection', 'crash').note,
    'no UPDATE was received',
  )
})

test('detection: a session counts before an interface, though later', () => {
  const seen = cut(
    carrier(1011, 'a', false),
    session(1020, 'c', '10.0.2.1', false),
    session(1030, 'b', '10.0.1.1', false, 'Interface down'),
    session(3500, 'b', '10.0.1.1', true),
  )
  assert.deepEqual(figure(seen, 'detection'), {
    value: 20,
    samples: [20],
    note: 'session at b: Interface down',
  })
  assert.deepEqual(figure(seen, 'detection', 'reversion'), {
    value: 495,
    samples: [495],
    note: 'session at b',
  })
})

test('detection: a NOTIFICATION counts, an interface when there is nothing else', () => {
  assert.equal(
    figure(cut(notification(1050, 'a', 4, 0)), 'detection').note,
    'NOTIFICATION 4/0 received at a',
  )
  assert.deepEqual(figure(cut(carrier(1015, 'b', false)), 'detection'), {
    value: 5,
    samples: [5],
    note: 'interface at b',
  })
  assert.deepEqual(figure(cut(carrier(1015, 'c', false)), 'detection'), {
    value: null,
    samples: [],
    note: 'no adjacent router reacted',
  })
})

test('a reaction between command and verification is at once, not negative', () => {
  assert.deepEqual(figure(cut(session(1004, 'a', '10.0.1.2', false)), 'detection'), {
    value: 0,
    samples: [0],
    note: 'session at a, before the effect was read back, 4.000 ms after the command',
  })
})

test('updates: first, last, by node; End-of-RIB and what is out of the window do not count', () => {
  const seen = cut(
    update(999, 'a', ['198.18.2.0/24']),
    update(1020, 'a', ['198.18.2.0/24']),
    update(1050, 'c', [], ['198.18.2.0/24', '198.18.1.0/24']),
    update(1110, 'a', ['198.18.3.0/24']),
    update(1500, 'b', []),
    update(2999, 'b', ['198.18.3.0/24']),
  )
  assert.deepEqual(figure(seen, 'first-update'), {
    value: 10,
    samples: [10],
    note: 'received at a',
  })
  assert.deepEqual(figure(seen, 'convergence'), { value: 100, samples: [100] })
  assert.deepEqual(figure(seen, 'convergence-by-node'), {
    value: 70,
    samples: [100, 40],
    by: { p50: 70, p95: 97, a: 100, c: 40 },
  })
  assert.deepEqual(figure(seen, 'updates'), { value: 3, samples: [3], by: { a: 2, c: 1 } })
  assert.deepEqual(figure(seen, 'withdrawals'), { value: 2, samples: [2], by: { c: 2 } })
  assert.deepEqual(figure(seen, 'convergence', 'reversion'), {
    value: null,
    samples: [],
    note: 'no UPDATE was received',
  })
  assert.deepEqual(figure(seen, 'updates', 'reversion'), { value: 0, samples: [0], by: {} })
})

test('observations that reach the journal late are put where they belong', () => {
  const late = [...cut(), update(1100, 'a', ['198.18.2.0/24'])]
  assert.equal(figure(late, 'convergence').value, 90)
})

test('fib: the last change by a daemon, and its lag behind the UPDATE before it', () => {
  const seen = cut(
    fib(1012, 'a', 'kernel'),
    update(1020, 'a', ['198.18.2.0/24']),
    fib(1025, 'a'),
    update(1040, 'a', ['198.18.2.0/24']),
    update(1040, 'c', ['198.18.2.0/24']),
    fib(1042, 'c', 'zebra'),
    fib(1060, 'b', 'ospf'),
    fib(1900, 'b', 'kernel'),
  )
  assert.deepEqual(figure(seen, 'fib-convergence'), {
    value: 50,
    samples: [50],
    by: { a: 15, b: 50, c: 32 },
  })
  assert.deepEqual(figure(seen, 'rib-fib-lag'), {
    value: 3.5,
    samples: [5, 2],
    by: { a: 5, c: 2 },
  })
  assert.equal(figure(seen, 'rib-fib-lag', 'reversion').value, null)
})

test('rib-fib-lag: a change after the loss of an own session answers that, not an older UPDATE', () => {
  const seen = cut(
    update(1020, 'a', [], ['198.18.2.0/24']),
    session(1500, 'a', '10.0.1.2', false, 'Hold Timer Expired'),
    fib(1502, 'a'),
    update(1600, 'a', ['198.18.3.0/24']),
    fib(1602, 'b', 'bgp', '198.18.3.0/24'),
  )
  assert.equal(
    figure(seen, 'rib-fib-lag').note,
    'no router changed a kernel route in answer to an UPDATE',
  )
})

test('loss of connectivity: gaps of a pair add up, the worst pair is the figure', () => {
  const seen = cut(
    probe(1005, 'a', 'b', true),
    probe(1105, 'a', 'b', false, 10),
    probe(1205, 'a', 'b', true),
    probe(1225, 'a', 'b', false, 2),
    probe(1010, 'c', 'b', true),
    probe(1040, 'c', 'b', false, 3),
  )
  assert.deepEqual(figure(seen, 'loss-of-connectivity'), {
    value: 120,
    samples: [120, 30],
    by: { 'a > b': 120, 'c > b': 30 },
  })
  assert.deepEqual(figure(seen, 'loss-of-connectivity', 'reversion'), {
    value: 0,
    samples: [],
    by: {},
  })
})

test('loss of connectivity: a broken end is shown and not counted, an open gap is told', () => {
  const journal = [
    started(0),
    fault(990, 'crash', ['b'], ['a', 'c']),
    ...injected(1000, 1010, 'crash'),
    probe(1012, 'a', 'b', true),
    probe(1012, 'a', 'c', true),
    settled(2000, 'crash', 'injection'),
    probe(4000, 'a', 'b', false, 299),
    ended(5012),
  ]
  assert.deepEqual(figure(journal, 'loss-of-connectivity', 'injection', 'crash'), {
    value: 4000,
    samples: [4000],
    note: '1 gaps had not ended when the run did',
    by: { 'a > c': 4000, 'a > b (end is broken)': 2988 },
  })
})

test('loss of connectivity: no probes, no figure', () => {
  const [, ...rest] = cut()
  const journal = [started(0, { probeIntervalMs: 0 }), ...rest]
  assert.deepEqual(figure(journal, 'loss-of-connectivity'), {
    value: null,
    samples: [],
    note: 'no probes were sent',
  })
})

test('session resets: both ends report one reset, a flap counts each time', () => {
  const [ab, bc] = triangle.sessions
  const [a, b] = ab?.ends ?? []
  const seen = cut(
    session(1020, 'a', b?.address ?? '', false, 'Interface down'),
    session(1021, 'b', a?.address ?? '', false, 'Interface down'),
    session(1100, 'a', b?.address ?? '', true),
    session(1200, 'a', b?.address ?? '', false, 'Hold Timer Expired'),
    session(1300, 'c', bc?.ends[0].address ?? '', false),
    notification(1301, 'b', 6, 4),
  )
  assert.deepEqual(figure(seen, 'session-resets'), {
    value: 3,
    samples: [3],
    by: {
      'Hold Timer Expired': 1,
      'Interface down': 1,
      'no reason given': 1,
      'NOTIFICATION Cease/Administrative Reset': 1,
    },
  })
})

test('what did not converge says so and keeps its figure', () => {
  const journal = cut(update(1100, 'a', ['198.18.2.0/24'])).map((event) =>
    event.type === 'settled' && event.half === 'injection'
      ? settled(event.at, 'cut', 'injection', 'oscillating')
      : event,
  )
  assert.deepEqual(figure(journal, 'convergence'), {
    value: 90,
    samples: [90],
    note: 'not converged: oscillating',
  })
})

test('a half that was never given the time to settle says so, and one that was not verified has no figures', () => {
  const journal = [
    started(0),
    fault(990, 'cut', ['a--b'], ['a', 'b']),
    ...injected(1000, 1010, 'cut'),
    update(1100, 'a', ['198.18.2.0/24']),
    fault(1990, 'lost', ['b--c'], ['b', 'c']),
    ended(2500),
  ]
  assert.equal(
    figure(journal, 'convergence').note,
    'not converged: ended before the network settled',
  )
  assert.ok(!measureAll(journal).some(({ instance }) => instance === 'lost'))
})

test('the next fault ends the window of the one before', () => {
  const journal = [
    started(0),
    fault(990, 'one', ['a--b'], ['a', 'b']),
    ...injected(1000, 1010, 'one'),
    update(1100, 'a', ['198.18.2.0/24']),
    fault(2000, 'two', ['b--c'], ['b', 'c']),
    ...injected(2000, 2010, 'two'),
    update(2110, 'c', ['198.18.2.0/24']),
    settled(3000, 'two', 'injection'),
    ended(4000),
  ]
  assert.equal(figure(journal, 'convergence', 'injection', 'one').value, 90)
  assert.equal(figure(journal, 'convergence', 'injection', 'two').value, 100)
})

test('faults at the same time share what is seen, and the note names the other', () => {
  const journal = [
    started(0),
    fault(990, 'one', ['a--b'], ['a', 'b']),
    fault(991, 'two', ['c'], ['a', 'b']),
    ...injected(1000, 1010, 'one'),
    ...injected(1001, 1020, 'two'),
    update(1100, 'a', ['198.18.2.0/24']),
    probe(1011, 'a', 'c', true),
    probe(2011, 'a', 'c', false, 100),
    settled(3000, 'one', 'injection'),
    settled(3000, 'two', 'injection'),
    ended(4000),
  ]
  assert.deepEqual(figure(journal, 'convergence', 'injection', 'one'), {
    value: 90,
    samples: [90],
    note: 'at the same time, counted here too: two (injection)',
  })
  assert.equal(figure(journal, 'convergence', 'injection', 'two').value, 80)
  assert.equal(figure(journal, 'loss-of-connectivity', 'injection', 'one').value, 0)
})

test('a failed observer is named at every figure of the window', () => {
  const failed: RunEvent = { type: 'observer-failed', at: 1500, node: 'a', what: 'capture ended' }
  assert.match(figure(cut(failed), 'updates').note ?? '', /observation failed at a: capture ended/)
})

test('lost prefixes: the differences when the network settled last', () => {
  const last = (...events: readonly RunEvent[]) =>
    measureAll([...cut(), ...events]).find(({ name }) => name === 'lost-prefixes')
  assert.deepEqual(last(), {
    name: 'lost-prefixes',
    unit: 'count',
    iteration: 1,
    value: 0,
    samples: [0],
  })
  const wrong = last(
    settled(4600, 'cut', 'reversion', 'converged-wrong', ['a lacks x', 'b lacks x']),
  )
  assert.equal(wrong?.value, 2)
  assert.equal(wrong?.note, 'not converged: converged-wrong')
  assert.equal(last(settled(4600, 'cut', 'reversion', 'aborted'))?.value, null)
})

test('iterations in one journal stay apart though the instances have the same names', () => {
  const first = cut(update(1100, 'a', ['198.18.2.0/24']))
  const second = cut(update(1200, 'a', ['198.18.2.0/24'])).map((event) => ({
    ...event,
    ...(event.type === 'run-started' && { iteration: 2 }),
  }))
  const values = measureAll([...first, ...second])
    .filter(({ name, half }) => name === 'convergence' && half === 'injection')
    .map(({ iteration, value }) => [iteration, value])
  assert.deepEqual(values, [
    [1, 90],
    [2, 190],
  ])
})

test('a probe that was under way when the fault came is its loss, on slow links as well', () => {
  const lossWith = (delayMs: number, lostAt: number) => {
    const links = triangle.links.map((link) => ({ ...link, shape: { delayMs } }))
    const back = probe(lostAt + 500, 'a', 'b', false, 5)
    const [first, ...rest] = cut(probe(lostAt, 'a', 'b', true), back)
    const begun = { ...first, topology: { ...triangle, links } }
    return figure([begun as RunEvent, ...rest], 'loss-of-connectivity').value
  }
  assert.equal(lossWith(0, 960), 500)
  assert.equal(lossWith(0, 940), 0)
  assert.equal(lossWith(40, 800), 500)
})

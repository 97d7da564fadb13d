import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Effect } from '../../src/model/effect.ts'
import { activation, after, at, cut, endless, playRun, stop } from './run-double.ts'
import { START } from './scripted-testbed.ts'

const r2r3 = { on: ['r2--r3'], phases: [{ afterMs: 0, effects: cut('r2--r3') }] }

describe('times', () => {
  test('`at` counts from t0, `for` from the verified injection', async () => {
    const { lines } = await playRun([activation('cut', { ...at(5_000), forMs: 20_000 })])
    assert.deepEqual(
      lines('steady-state-reached', 'fault-started', 'fault-injected', 'fault-healed'),
      [
        '0 steady-state-reached ',
        '5000 fault-started cut',
        '5002 fault-injected cut',
        '25004 fault-healed cut',
      ],
    )
  })

  test('t0 is the moment at which the network had been quiet for long enough', async () => {
    const { journal } = await playRun([], { steadyMs: 2_000 })
    const t0 = journal.entries.find(({ type }) => type === 'steady-state-reached')?.at
    assert.equal(t0, START + 2_000)
  })

  test('activations at the same time start in the order of the timeline', async () => {
    const { lines } = await playRun([
      activation('b', at(1_000)),
      activation('a', { ...at(1_000), ...r2r3 }),
    ])
    assert.deepEqual(lines('fault-started'), ['1000 fault-started b', '1002 fault-started a'])
  })

  for (const [event, expected] of [
    ['started', 1_000],
    ['injected', 1_002],
    ['converged', 2_102],
    ['healed', 6_004],
    ['ended', 7_104],
  ] as const)
    test(`after ${event} of another step`, async () => {
      const first = activation('cut', { ...at(1_000), forMs: 5_000 })
      const { lines } = await playRun([
        activation('next', { ...after('cut', event, 300), ...r2r3 }),
        first,
      ])
      const start = lines('fault-started').find((line) => line.endsWith(' next')) as string
      // The settled events come with the polls of the runner, within a poll of the expected time.
      const late = Number(start.split(' ')[0]) - (expected + 300)
      assert.ok(late >= 0 && late < 100, start)
    })

  test('after several activations the last one counts', async () => {
    const { lines } = await playRun([
      activation('a', { ...at(0), forMs: 3_000 }),
      activation('b', { ...at(0), ...r2r3, forMs: 9_000 }),
      activation('c', {
        start: { type: 'after', activations: ['a', 'b'], event: 'healed', delayMs: 1_000 },
      }),
    ])
    assert.equal(lines('fault-healed')[1], '9006 fault-healed b')
    assert.equal(lines('fault-started')[2], '10006 fault-started c')
  })
})

describe('overlap', () => {
  test('two faults on one link: the first that heals leaves the link down', async () => {
    const { lines, testbed } = await playRun([
      activation('a', { ...at(0), forMs: 10_000 }),
      activation('b', { ...at(5_000), forMs: 10_000 }),
    ])
    assert.deepEqual(lines('fault-healed'), ['10002 fault-healed a', '15002 fault-healed b'])
    const t0 = START + 2_000
    assert.deepEqual(
      testbed.calls.map((call) => call.at - t0),
      [0, 15_000],
    )
    assert.equal(testbed.inPlace.size, 0)
  })

  test('changes never interleave', async () => {
    const { testbed } = await playRun(
      [activation('a', at(0)), activation('b', { ...at(0), ...r2r3 })],
      { script: { applyMs: 700 } },
    )
    const times = testbed.calls.map((call) => call.at)
    assert.deepEqual(
      times.slice(0, 2).map((time) => time - (START + 2_000)),
      [0, 700],
    )
  })

  test('what is active inside a node is set again when the node has come back', async () => {
    const { testbed, result } = await playRun([
      activation('cut', { ...at(0), forMs: 30_000 }),
      activation('crash', {
        ...at(5_000),
        forMs: 5_000,
        on: ['r1'],
        phases: [{ afterMs: 0, effects: stop('r1') }],
      }),
    ])
    const subjects = testbed.calls.map(({ states }) => states.map(({ subject }) => subject))
    assert.deepEqual(subjects, [
      ['carrier r1--r2@r1', 'carrier r1--r2@r2'],
      ['process r1'],
      ['process r1'],
      ['carrier r1--r2@r1'],
      ['carrier r1--r2@r1', 'carrier r1--r2@r2'],
    ])
    assert.equal(result.verdict, 'passed')
  })
})

describe('phases', () => {
  const flapping = endless('flap', {
    ...at(1_000),
    fault: 'link-flap',
    phases: [
      { afterMs: 0, effects: cut('r1--r2') },
      { afterMs: 1_000, effects: [] },
      { afterMs: 3_000, effects: cut('r1--r2') },
      { afterMs: 4_000, effects: [] },
    ],
  })

  test('a flap sets each phase at its time and ends by itself', async () => {
    const { testbed, lines } = await playRun([flapping])
    assert.deepEqual(
      testbed.calls.map((call) => call.at - (START + 2_000)),
      [1_000, 2_000, 4_000, 5_000],
    )
    assert.deepEqual(lines('fault-injected', 'fault-healed', 'settled'), [
      '1002 fault-injected flap',
      '5000 settled flap injection aborted healed before it settled',
      '5002 fault-healed flap',
      '6102 settled flap reversion converged',
    ])
  })

  test('the convergence after its end counts as the convergence of the step', async () => {
    const { lines } = await playRun([flapping, activation('next', after('flap', 'converged'))])
    assert.deepEqual(lines('fault-started')[1], '6102 fault-started next')
  })

  test('`for` ends it between two phases', async () => {
    const { lines } = await playRun([{ ...flapping, forMs: 3_500 }])
    assert.deepEqual(lines('fault-healed'), ['4504 fault-healed flap'])
  })
})

describe('moments', () => {
  const reset: Effect = { lever: 'reset', session: 'r1--r2', node: 'r1', hard: true }
  const moment = endless('reset', { phases: [{ afterMs: 0, effects: [reset] }] })

  test('a pulse is given once, and there is nothing to heal', async () => {
    const { testbed, lines, result } = await playRun([moment])
    assert.deepEqual(
      testbed.calls.map(({ states }) => states.map(({ lever }) => lever)),
      [['reset']],
    )
    assert.deepEqual(lines('fault-healed', 'settled', 'fault-ended'), [
      '1002 settled reset injection converged',
      '1002 fault-ended reset',
    ])
    assert.equal(result.verdict, 'passed')
  })

  test('a change of something else does not give it again', async () => {
    const { testbed } = await playRun([moment, activation('cut', at(100))])
    const pulses = testbed.calls.flatMap(({ states }) =>
      states.filter(({ lever }) => lever === 'reset'),
    )
    assert.equal(pulses.length, 1)
  })
})

describe('faults without an end', () => {
  test('are healed and measured when nothing else is left to do', async () => {
    const { lines } = await playRun([
      endless('cut'),
      activation('other', { ...at(4_000), ...r2r3 }),
    ])
    assert.deepEqual(lines('fault-ended', 'fault-healed'), [
      '24004 fault-healed other',
      '25104 fault-ended other',
      '25106 fault-healed cut',
      '26206 fault-ended cut',
    ])
  })

  test('heal from the newest to the oldest', async () => {
    const { lines } = await playRun([endless('old'), endless('new', { ...at(4_000), ...r2r3 })])
    assert.deepEqual(
      lines('fault-healed').map((line) => line.split(' ').at(-1)),
      ['new', 'old'],
    )
  })

  test('heal early for a step that waits for that', async () => {
    const { lines } = await playRun([endless('cut'), activation('next', after('cut', 'healed'))])
    assert.equal(lines('fault-started').length, 2)
  })

  test('heal when the limit fault-ttl is reached', async () => {
    const other = activation('other', { ...at(0), ...r2r3, forMs: 50_000 })
    const { journal, lines } = await playRun([endless('cut', at(1_000)), other], {
      limits: { faultTtlMs: 30_000 },
    })
    assert.deepEqual(lines('fault-healed'), ['30004 fault-healed other', '31004 fault-healed cut'])
    const notes = journal.entries.flatMap((entry) =>
      entry.type === 'fault-healed' ? [entry.note] : [],
    )
    assert.deepEqual(notes, ['the limit fault-ttl', 'the limit fault-ttl'])
  })
})

describe('limits', () => {
  test('an activation that breaks one is skipped, and nothing of it is applied', async () => {
    const { lines, testbed, result } = await playRun(
      [activation('a', at(0)), activation('b', { ...at(5_000), ...r2r3 })],
      { limits: { linksDown: 1 } },
    )
    assert.deepEqual(lines('fault-started'), ['0 fault-started a'])
    assert.match(lines('step-skipped')[0] as string, /^5000 step-skipped b: 2 links would be down/)
    assert.equal(testbed.calls.length, 2)
    assert.equal(result.verdict, 'passed')
  })

  test('a phase that breaks one is left out', async () => {
    const phases = [
      { afterMs: 0, effects: cut('r1--r2') },
      { afterMs: 1_000, effects: [] },
      { afterMs: 3_000, effects: cut('r1--r2') },
      { afterMs: 4_000, effects: [] },
    ]
    const { lines, testbed } = await playRun(
      [endless('flap', { phases }), activation('b', { ...at(2_000), ...r2r3 })],
      { limits: { linksDown: 1 } },
    )
    assert.match(
      lines('step-skipped')[0] as string,
      /^3000 step-skipped flap: its phase after 3000 ms/,
    )
    assert.equal(testbed.inPlace.size, 0)
  })

  test('what waits for a skipped step is skipped, too, but what waits for its end is not', async () => {
    const { lines } = await playRun(
      [
        activation('a', { ...at(0), forMs: 3_000 }),
        activation('b', { ...at(1_000), ...r2r3 }),
        activation('c', after('b', 'converged')),
        activation('d', after('c', 'injected')),
        activation('e', after('d', 'ended', 9_000)),
      ],
      { limits: { linksDown: 1 } },
    )
    assert.deepEqual(
      lines('step-skipped').map((line) => line.replace(/ \d links.*/, '')),
      [
        '1000 step-skipped b:',
        '1000 step-skipped c: b never converged',
        '1000 step-skipped d: c never was injected',
      ],
    )
    assert.deepEqual(lines('fault-started'), ['0 fault-started a', '10000 fault-started e'])
  })
})

test('steps that wait for each other do not hang the run', async () => {
  const { lines } = await playRun([
    activation('a', after('b', 'ended')),
    activation('b', after('a', 'ended')),
  ])
  assert.equal(lines('step-skipped').length, 2)
})

test('a run of many faults at once is no reason for a warning', async () => {
  const warnings: string[] = []
  const collect = ({ message }: Error) => void warnings.push(message)
  process.on('warning', collect)
  const many = Array.from({ length: 40 }, (_, index) => activation(`s${index}`, at(index * 100)))
  const { result } = await playRun(many)
  process.off('warning', collect)
  assert.equal(result.verdict, 'passed')
  assert.deepEqual(warnings, [])
})

test('the same timeline gives the same journal', async () => {
  const timeline = [
    activation('a', at(0)),
    activation('a.2', { ...at(3_000), ...r2r3 }),
    activation('b', after('a', 'converged', 500)),
  ]
  const first = await playRun(timeline, { script: { noticeMs: 10 } })
  const second = await playRun(timeline, { script: { noticeMs: 10 } })
  assert.deepEqual(first.journal.entries, second.journal.entries)
})

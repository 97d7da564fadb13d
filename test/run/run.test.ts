import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setImmediate as idle } from 'node:timers/promises'
import type { Timeline } from '../../src/model/timeline.ts'
import { memoryJournal } from '../../src/run/journal.ts'
import { activation, after, at, cut, endless, playRun, stop } from './run-double.ts'
import { type Script, START, scriptedTestbed } from './scripted-testbed.ts'

const r2r3 = { on: ['r2--r3'], phases: [{ afterMs: 0, effects: cut('r2--r3') }] }

/** Overlap, a flap, a node, an endless fault, a dependent one. */
const RICH: Timeline = [
  activation('cut', { ...at(500), forMs: 6_000 }),
  endless('hold', { ...at(1_000), ...r2r3 }),
  endless('flap', {
    ...at(2_000),
    phases: [
      { afterMs: 0, effects: cut('r3--r4') },
      { afterMs: 700, effects: [] },
      { afterMs: 1_400, effects: cut('r3--r4') },
      { afterMs: 2_100, effects: [] },
    ],
  }),
  activation('crash', {
    ...after('cut', 'injected', 2_000),
    forMs: 3_000,
    on: ['r2'],
    adjacent: ['r1', 'r3'],
    phases: [{ afterMs: 0, effects: stop('r2') }],
  }),
]

describe('a run', () => {
  test('tells the whole story of a fault in order', async () => {
    const { journal, result } = await playRun([activation('cut')])
    assert.deepEqual(
      journal.entries.map(({ type }) => type),
      [
        'run-started',
        'steady-state-reached',
        'fault-started',
        'effects-applied',
        'fault-injected',
        'update-received',
        'settled',
        'effects-applied',
        'fault-healed',
        'update-received',
        'settled',
        'fault-ended',
        'run-ended',
      ],
    )
    assert.deepEqual(result, { verdict: 'passed', reasons: [] })
  })

  test('numbers its entries without gaps', async () => {
    const { journal } = await playRun(RICH)
    assert.deepEqual(
      journal.entries.map(({ seq }) => seq),
      journal.entries.map((_, index) => index + 1),
    )
  })

  test('is failed by an assertion, which is judged after the last heal', async () => {
    const { result, journal } = await playRun([activation('cut')], {
      options: {
        judge: (entries) => [
          {
            text: 'a',
            passed: entries.some(({ type }) => type === 'fault-ended'),
            got: 'it ended',
          },
          { text: 'lost-prefixes == 0', passed: false, got: '3' },
        ],
      },
    })
    assert.deepEqual(result, { verdict: 'failed', reasons: ['lost-prefixes == 0: 3'] })
    assert.deepEqual(
      journal.entries.slice(-3).map(({ type }) => type),
      ['assertion-judged', 'assertion-judged', 'run-ended'],
    )
  })
})

describe('an abort', () => {
  test('at every entry of the journal leaves nothing behind', async () => {
    const whole = await playRun(RICH)
    assert.ok(whole.journal.entries.length > 40)
    for (let seq = 1; seq < whole.journal.entries.length; seq++) {
      const abort = new AbortController()
      const { result, testbed, journal } = await playRun(RICH, {
        signal: abort.signal,
        onEntry: (entry) => {
          if (entry.seq === seq) abort.abort()
        },
      })
      const when = `aborted at ${seq} (${whole.journal.entries[seq - 1]?.type})`
      assert.deepEqual([...testbed.inPlace.keys()], [], when)
      assert.equal(journal.entries.at(-1)?.type, 'run-ended', when)
      assert.equal(result.verdict, 'aborted', when)
      const started = journal.entries.flatMap((e) => (e.type === 'fault-started' ? [e.id] : []))
      const healed = journal.entries.flatMap((e) => (e.type === 'fault-healed' ? [e.instance] : []))
      assert.deepEqual([...healed].sort(), [...started].sort(), when)
    }
  })

  test('in the middle of an injection withdraws it', async () => {
    const abort = new AbortController()
    const script: Script = { applyMs: 5_000 }
    const { testbed, result } = await playRun([activation('cut')], {
      script,
      signal: abort.signal,
      // Written when the limits have passed, right before the levers move.
      onEntry: ({ type }) => void (type === 'fault-started' && idle().then(() => abort.abort())),
    })
    assert.equal(testbed.calls.length, 2)
    assert.equal(testbed.inPlace.size, 0)
    assert.equal(result.verdict, 'aborted')
  })

  test('in the middle of a reversion heals again, and says so', async () => {
    const abort = new AbortController()
    const testbed = scriptedTestbed({ applyMs: 1_000 })
    const middle = testbed.clock.until(START + 2_000 + 1_000 + 20_000 + 500, abort.signal)
    middle.then(() => abort.abort())
    const { lines } = await playRun([activation('cut')], {
      options: { testbed },
      signal: abort.signal,
    })
    assert.equal(testbed.calls.length, 3)
    assert.equal(testbed.inPlace.size, 0)
    assert.deepEqual(lines('fault-healed'), ['22500 fault-healed cut'])
  })

  test('heals at a second try when the first one breaks', async () => {
    const abort = new AbortController()
    const { testbed, result } = await playRun([activation('cut')], {
      script: { breaks: (call) => call === 2 },
      signal: abort.signal,
      onEntry: ({ type }) => void (type === 'settled' && abort.abort()),
    })
    assert.equal(testbed.inPlace.size, 0)
    assert.equal(result.verdict, 'aborted')
  })

  test('before the start never touches the testbed', async () => {
    const { testbed, lines, result } = await playRun(RICH, { signal: AbortSignal.abort() })
    assert.equal(testbed.calls.length, 0)
    assert.equal(lines('run-ended').length, 1)
    assert.equal(result.verdict, 'aborted')
  })
})

describe('a lever', () => {
  test('that lies makes the run invalid and leaves nothing behind', async () => {
    const { testbed, result, lines } = await playRun([activation('cut')], {
      script: {
        lies: (state) => state.subject === 'carrier r1--r2@r2' && 'up' in state && !state.up,
      },
    })
    assert.equal(result.verdict, 'invalid')
    assert.match(
      result.reasons[0] as string,
      /injection of cut was not verified: carrier r1--r2@r2/,
    )
    assert.equal(testbed.inPlace.size, 0)
    // Withdrawn at once, and not only at the end of the run.
    assert.equal(testbed.calls[1]?.at, START + 2_002)
    assert.deepEqual(lines('fault-injected', 'fault-healed'), [])
  })

  test('that lies about one fault does not withdraw another', async () => {
    const { testbed } = await playRun(
      [activation('a', at(0)), activation('b', { ...at(1_000), ...r2r3 })],
      {
        script: {
          lies: (state) => state.subject.startsWith('carrier r2--r3') && 'up' in state && !state.up,
        },
      },
    )
    const withdrawn = testbed.calls[2]?.states.map(({ subject }) => subject)
    assert.deepEqual(withdrawn, ['carrier r2--r3@r2', 'carrier r2--r3@r3'])
    assert.equal(testbed.inPlace.size, 0)
  })

  test('that breaks at any call leaves nothing behind and never passes', async () => {
    const { testbed: whole } = await playRun(RICH)
    for (let call = 1; call <= whole.calls.length; call++) {
      const { testbed, result } = await playRun(RICH, { script: { breaks: (n) => n === call } })
      assert.deepEqual([...testbed.inPlace.keys()], [], `call ${call}`)
      assert.equal(result.verdict, 'invalid', `call ${call}`)
    }
  })

  test('that hangs is given up after a time', async () => {
    const { result, lines } = await playRun([activation('cut')], {
      script: { hangs: (states) => states.some((state) => 'up' in state && !state.up) },
    })
    assert.equal(result.verdict, 'invalid')
    assert.match(result.reasons[0] as string, /took longer than 30s/)
    assert.match(lines('fault-unverified')[0] as string, /^30000 /)
  })

  test('that will not heal is told, even when the run was aborted', async () => {
    const abort = new AbortController()
    const { result, testbed } = await playRun([activation('cut')], {
      script: { breaks: (call) => call > 1 },
      signal: abort.signal,
      onEntry: ({ type }) => void (type === 'settled' && abort.abort()),
    })
    assert.equal(result.verdict, 'invalid')
    assert.ok(result.reasons.some((reason) => reason.startsWith('could not be healed')))
    assert.equal(testbed.inPlace.size, 1)
  })
})

describe('a run is invalid', () => {
  test('when the steady state is not reached, and nothing is injected', async () => {
    const { result, testbed, lines } = await playRun([activation('cut')], {
      script: { sessionsDown: true },
    })
    assert.equal(result.verdict, 'invalid')
    assert.match(
      result.reasons[0] as string,
      /steady state: r1: the session with r2 \(10.0.1.2\) is Active/,
    )
    assert.equal(testbed.calls.length, 0)
    assert.equal(lines('steady-state-failed').length, 1)
  })

  test('when the tables are not those that were predicted', async () => {
    const { result } = await playRun([], {
      options: { predict: () => (node) => [`${node} is odd`] },
    })
    assert.equal(result.reasons[0], 'steady state: r1 is odd')
  })

  test('when observation breaks off', async () => {
    const { result } = await playRun([activation('cut')], {
      script: { observerFailsAt: START + 6_000 },
    })
    assert.equal(result.verdict, 'invalid')
    assert.match(result.reasons[0] as string, /the capture died/)
  })

  test('when the clock of the engine was set', async () => {
    const { result } = await playRun([activation('cut')], { script: { aheadMs: 5_000 } })
    assert.equal(result.verdict, 'invalid')
    assert.match(result.reasons[0] as string, /5000 ms ahead/)
  })
})

test('a journal that cannot be written any more, from any entry on, leaves nothing behind', async () => {
  const whole = await playRun(RICH)
  for (let full = 2; full < whole.journal.entries.length; full++) {
    const testbed = scriptedTestbed()
    const journal = memoryJournal()
    journal.subscribe(({ seq }) => {
      if (seq >= full) throw new Error('no space left on device')
    })
    await assert.rejects(playRun(RICH, { options: { testbed, journal } }), /no space left/)
    assert.deepEqual([...testbed.inPlace.keys()], [], `from entry ${full} on`)
  }
})

test('an error of the environment heals, ends the journal and is passed on', async () => {
  const seen: string[] = []
  const broken = () => {
    throw new Error('no solver')
  }
  await assert.rejects(
    playRun([activation('cut')], {
      onEntry: ({ type }) => seen.push(type),
      options: { predict: (impairment) => (impairment.linksDown.size > 0 ? broken() : () => []) },
    }),
    /no solver/,
  )
  assert.deepEqual(seen.slice(-4), ['effects-applied', 'fault-healed', 'invalidated', 'run-ended'])
})

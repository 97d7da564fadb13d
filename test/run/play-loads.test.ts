import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Load, LoadEvent } from '../../src/model/load.ts'
import type { Testbed } from '../../src/model/testbed.ts'
import { memoryJournal } from '../../src/run/journal.ts'
import { runPlan } from '../../src/run/run.ts'
import { activation, at, planWith } from './run-double.ts'
import { predict, scriptedTestbed } from './scripted-testbed.ts'

const load = (id: string, changes: Partial<Load> = {}): Load => ({
  id,
  do: 'flood',
  into: 'r1',
  out: 'r1',
  family: 'ipv4',
  prefixes: 100,
  groupSize: 1,
  seedPrefix: '100.64.0.0',
  prefixLength: 28,
  canarySeed: '100.127.0.0',
  ranges: ['100.64.0.0/21'],
  paths: 'cycle',
  pathLength: 3,
  canaryEveryMs: 1000,
  withdraw: true,
  start: { type: 'at', atMs: 0 },
  place: 'plan.yaml:4:5',
  ...changes,
})

const ended = (id: string, time: number, outcome: 'complete' | 'session-lost'): LoadEvent => ({
  type: 'load-ended',
  at: time,
  load: id,
  outcome,
  updates: 100,
  prefixes: 100,
  octets: 6000,
  received: { updates: 1, prefixes: 100 },
  sendingMs: 20,
  withdrawn: true,
})

/** A run of a cut from 1 s to 21 s with these loads, each of which takes `lastsMs`. */
const play = async (
  loads: readonly Load[],
  options: {
    readonly lastsMs?: number
    readonly outcome?: 'complete' | 'session-lost'
    readonly fails?: boolean
    readonly none?: boolean
    readonly abortAtMs?: number
    readonly linksDown?: number
  } = {},
) => {
  const { linksDown } = options
  const inner = scriptedTestbed()
  const aborted = new AbortController()
  let seenRanges: readonly string[] | undefined
  async function* events(id: string, signal: AbortSignal): AsyncGenerator<LoadEvent> {
    yield { type: 'load-started', at: inner.clock.now(), load: id, sessions: [] }
    const until = inner.clock.now() + (options.lastsMs ?? 3000)
    await inner.clock.until(until, signal).catch(() => undefined)
    yield ended(id, inner.clock.now(), options.outcome ?? 'complete')
  }
  const testbed: Testbed = {
    ...inner,
    observe: (observing, signal) => {
      seenRanges = observing.loadRanges
      return inner.observe(observing, signal)
    },
    ...(options.none
      ? {}
      : {
          startLoad: async ({ id }, signal) => {
            if (options.fails) throw new Error('no route to r1')
            return events(id, signal)
          },
        }),
  }
  const journal = memoryJournal()
  if (options.abortAtMs !== undefined)
    inner.clock
      .until(inner.clock.now() + options.abortAtMs, aborted.signal)
      .then(() => aborted.abort(new Error('interrupted')))
  const result = await runPlan(
    {
      plan: { ...planWith(linksDown === undefined ? {} : { limits: { linksDown } }), load: loads },
      timeline: [activation('cut', at(1000))],
      testbed,
      backend: 'scripted',
      versions: {},
      iteration: 1,
      journal,
      predict,
    },
    aborted.signal,
  )
  const t0 = journal.entries.find(({ type }) => type === 'steady-state-reached')?.at ?? 0
  const lines = journal.entries.flatMap((entry) =>
    'load' in entry ? [`${entry.at - t0} ${entry.type} ${entry.load}`] : [],
  )
  return { result, lines, journal, seenRanges }
}

describe('loads of a plan', () => {
  test('run beside the steps, from their own start to their own end', async () => {
    const { result, lines, seenRanges } = await play([
      load('a'),
      load('b', { start: { type: 'at', atMs: 500 } }),
    ])
    assert.equal(result.verdict, 'passed')
    assert.deepEqual(lines, [
      '0 load-started a',
      '500 load-started b',
      '3000 load-ended a',
      '3500 load-ended b',
    ])
    assert.deepEqual(seenRanges, ['100.64.0.0/21', '100.64.0.0/21'])
  })

  test('the run waits for a load that is longer than its steps', async () => {
    const { lines, journal } = await play([load('a')], { lastsMs: 60_000 })
    assert.equal(lines.at(-1), '60000 load-ended a')
    assert.equal(journal.entries.at(-1)?.type, 'run-ended')
  })

  test('begin after an event of a step', async () => {
    const start = { type: 'after', steps: ['cut'], event: 'injected', delayMs: 300 } as const
    const { lines } = await play([load('a', { start })])
    assert.equal(lines[0], '1302 load-started a')
  })

  test('are skipped, with a line, when that event never comes', async () => {
    const start = { type: 'after', steps: ['cut'], event: 'injected', delayMs: 0 } as const
    const { lines, journal, result } = await play([load('a', { start })], { linksDown: 0 })
    assert.deepEqual(lines, [])
    assert.equal(result.verdict, 'passed')
    const skipped = journal.entries.filter(({ type }) => type === 'step-skipped')
    assert.match(JSON.stringify(skipped), /"step":"a".*never came/)
  })

  test('one that does not start makes the run invalid, and the faults are healed all the same', async () => {
    for (const none of [true, false]) {
      const { result, journal } = await play([load('a')], { fails: true, none })
      assert.equal(result.verdict, 'invalid')
      assert.match(result.reasons.join(), /load a did not start/)
      assert.ok(journal.entries.some(({ type }) => type === 'fault-healed'))
    }
  })

  test('one that loses its session makes the run invalid', async () => {
    const { result } = await play([load('a')], { outcome: 'session-lost' })
    assert.equal(result.verdict, 'invalid')
    assert.match(result.reasons.join(), /load a ended too early: session-lost/)
  })

  test('an abort ends it, and its end is in the journal', async () => {
    const { result, lines } = await play([load('a')], { lastsMs: 60_000, abortAtMs: 10_000 })
    assert.equal(result.verdict, 'aborted')
    assert.match(lines.at(-1) ?? '', /load-ended a/)
  })
})

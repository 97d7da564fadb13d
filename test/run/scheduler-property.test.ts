/** Promises that hold for any timeline: what is injected is undone, and limits hold at every instant. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Effect } from '../../src/model/effect.ts'
import type { Activation, Timeline } from '../../src/model/timeline.ts'
import { violates } from '../../src/run/limits.ts'
import { lab } from '../faults/lab.ts'
import { cut, planWith, playRun, stop } from './run-double.ts'
import { type Script, scriptedTestbed } from './scripted-testbed.ts'

const effects: fc.Arbitrary<readonly Effect[]> = fc.oneof(
  fc.constantFrom(...lab.links.map(({ id }) => cut(id))),
  fc.constantFrom(...lab.nodes.map(({ name }) => stop(name))),
)

const start = (index: number): fc.Arbitrary<Activation['start']> => {
  const at = fc.record({ type: fc.constant('at' as const), atMs: fc.nat(20_000) })
  if (index === 0) return at
  const earlier = fc.subarray(
    Array.from({ length: index }, (_, other) => `s${other}`),
    { minLength: 1, maxLength: Math.min(2, index) },
  )
  const after = fc.record({
    type: fc.constant('after' as const),
    activations: earlier,
    event: fc.constantFrom('started', 'injected', 'healed', 'converged', 'ended'),
    delayMs: fc.nat(5_000),
  })
  return fc.oneof(at, after)
}

const phases = fc
  .array(fc.oneof(effects, fc.constant([])), { maxLength: 3 })
  .chain((later) =>
    effects.map((first) =>
      [first, ...later].map((now, index) => ({ afterMs: index * 800, effects: now })),
    ),
  )

const activation = (index: number): fc.Arbitrary<Activation> =>
  fc
    .record({
      start: start(index),
      phases,
      forMs: fc.option(fc.nat(15_000), { nil: undefined }),
      silentForMs: fc.constantFrom(0, 0, 9_000),
    })
    .map(({ forMs, ...rest }) => ({
      ...rest,
      ...(forMs === undefined ? {} : { forMs }),
      id: `s${index}`,
      step: `s${index}`,
      fault: 'any',
      params: {},
      on: [],
      adjacent: ['r1', 'r2'],
      place: '',
    }))

const timelines: fc.Arbitrary<Timeline> = fc
  .nat(5)
  .chain((last) => fc.tuple(...Array.from({ length: last + 1 }, (_, index) => activation(index))))

/** Fixed, so that a failure of today is one of tomorrow. */
const RUNS = { numRuns: 60, seed: 4711 }

test('every run of every timeline ends, heals, and keeps its limits at every instant', () =>
  fc.assert(
    fc.asyncProperty(timelines, fc.boolean(), async (timeline, strict) => {
      const limits = strict ? { nodesDown: 1, linksDown: 2, keepConnected: ['r1', 'r3'] } : {}
      const all = { ...planWith({}).limits, ...limits }
      const testbed = scriptedTestbed()
      const apply = testbed.apply
      const watched = {
        ...testbed,
        apply: async (...call: Parameters<typeof apply>) => {
          const applied = await apply(...call)
          assert.equal(violates(all, testbed.inPlace.values(), lab), undefined)
          return applied
        },
      }
      const { result, journal } = await playRun(timeline, { limits, options: { testbed: watched } })
      assert.equal(result.verdict, 'passed', result.reasons.join())
      assert.equal(testbed.inPlace.size, 0)
      const healed = journal.entries.filter(({ type }) => type === 'fault-healed').length
      const started = journal.entries.filter(({ type }) => type === 'fault-started').length
      const ended = journal.entries.filter(({ type }) => type === 'fault-ended').length
      assert.deepEqual([healed, ended], [started, started])
    }),
    RUNS,
  ))

test('whatever a lever does, nothing stays and a run that is not sure never passes', () =>
  fc.assert(
    fc.asyncProperty(timelines, fc.nat(12), fc.nat(12), async (timeline, lie, broken) => {
      let asked = 0
      const script: Script = {
        lies: (state) => !('up' in state && state.up) && ++asked === lie,
        breaks: (call) => call === broken,
      }
      const { result, testbed, journal } = await playRun(timeline, { script })
      assert.equal(testbed.inPlace.size, 0)
      const doubted = journal.entries.some(({ type }) => type === 'fault-unverified')
      assert.equal(result.verdict, doubted ? 'invalid' : 'passed', result.reasons.join())
      assert.equal(
        doubted,
        (lie > 0 && asked >= lie) || (broken > 0 && testbed.calls.length >= broken),
      )
    }),
    RUNS,
  ))

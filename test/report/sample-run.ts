/** A run written by hand: a cut that went well, and a power loss that was healed too early. */
import type { JournalEntry, RunEvent } from '../../src/model/event.ts'
import type { Measurement } from '../../src/model/measurement.ts'
import type { FinishedRun } from '../../src/report/finished-run.ts'
import { lab } from '../faults/lab.ts'

const T0 = Date.UTC(2026, 10, 21, 9, 0, 2)

export const timersOf = (nodes: readonly string[]) =>
  Object.fromEntries(
    nodes.map((name, at) => [
      name,
      { keepaliveMs: 3_000, holdMs: at === 4 ? 180_000 : 9_000, connectRetryMs: 5_000, mraiMs: 0 },
    ]),
  )

export const started = (iteration = 1): RunEvent => ({
  type: 'run-started',
  at: T0 - 2_000,
  plan: 'cut & crash',
  seed: 4711,
  iteration,
  backend: 'docker',
  versions: { chaoslemur: '0.1.0', frr: '10.3' },
  timers: timersOf(lab.nodes.map(({ name }) => name)),
  topology: lab,
})

const fault = (id: string, name: string, on: string, at: number): RunEvent => ({
  type: 'fault-started',
  at: T0 + at,
  id,
  step: id,
  fault: name,
  on: [on],
  adjacent: ['r1', 'r2'],
  params: {},
})

export const settled = (
  instance: string,
  half: 'injection' | 'reversion',
  outcome: 'converged' | 'converged-wrong' | 'timeout' | 'aborted',
  rest: { readonly differences?: readonly string[]; readonly note?: string } = {},
): RunEvent => ({
  type: 'settled',
  at: T0 + 7_000,
  instance,
  half,
  outcome,
  differences: [],
  ...rest,
})

export const STORY: readonly RunEvent[] = [
  started(),
  { type: 'steady-state-reached', at: T0 },
  fault('cut', 'link-down', 'r1--r2', 5_000),
  settled('cut', 'injection', 'converged'),
  settled('cut', 'reversion', 'converged'),
  fault('crash', 'node-power-loss', 'r3', 20_000),
  settled('crash', 'injection', 'aborted', { note: 'healed before it settled' }),
  settled('crash', 'reversion', 'converged'),
  { type: 'step-skipped', at: T0 + 21_000, step: 'late', reason: '2 links would be down' },
  {
    type: 'assertion-judged',
    at: T0 + 60_000,
    text: 'convergence(cut) <= 2s',
    passed: true,
    got: '132ms',
  },
  {
    type: 'assertion-judged',
    at: T0 + 60_000,
    text: 'lost-prefixes == 0',
    passed: false,
    got: '3',
  },
  { type: 'run-ended', at: T0 + 60_000, verdict: 'failed', reasons: ['lost-prefixes == 0: 3'] },
]

export const measured = (
  name: string,
  of: {
    readonly instance: string
    readonly half: 'injection' | 'reversion'
    readonly iteration?: number
  },
  value: number | null,
  rest: Partial<Measurement> = {},
): Measurement => ({
  name,
  unit: name === 'updates' ? 'count' : 'ms',
  step: of.instance,
  iteration: 1,
  value,
  samples: value === null ? [] : [value],
  ...of,
  ...rest,
})

const cut = { instance: 'cut', half: 'injection' } as const
const mended = { instance: 'cut', half: 'reversion' } as const
const crash = { instance: 'crash', half: 'injection' } as const

export const MEASUREMENTS: readonly Measurement[] = [
  measured('detection', cut, 2.337),
  measured('convergence', cut, 131.8),
  measured('fib-convergence', cut, 140.02),
  measured('loss-of-connectivity', cut, 88, { samples: [12, 88.4, 150], by: { 'r1>r2': 150 } }),
  measured('updates', cut, 24),
  measured('detection', mended, 1_203),
  measured('convergence', mended, 9_021),
  measured('fib-convergence', mended, 9_050.4),
  measured('loss-of-connectivity', mended, 0, { samples: [] }),
  measured('updates', mended, 31),
  measured('detection', crash, null, { note: 'no adjacent node noticed in time' }),
  measured('convergence', crash, 83_400),
]

export const entriesOf = (events: readonly RunEvent[]): readonly JournalEntry[] =>
  events.map((event, index) => ({ seq: index + 1, ...event }))

export const sampleRun = (rest: Partial<FinishedRun> = {}): FinishedRun => ({
  entries: entriesOf(STORY),
  measurements: MEASUREMENTS,
  assertions: ['convergence(cut) <= 2s', 'lost-prefixes == 0'],
  result: { verdict: 'failed', reasons: ['lost-prefixes == 0: 3'] },
  folder: 'runs/cut-crash-20261121-090000',
  ...rest,
})

/** Three iterations of the cut, the last of which found no figure. */
export const repeatedRun = (): FinishedRun => {
  const values = [
    [2, 130],
    [4, 150],
    [null, 700],
  ] as const
  return sampleRun({
    entries: entriesOf(
      values.flatMap((_, index) => [
        started(index + 1),
        { type: 'steady-state-reached', at: T0 } as const,
        fault('cut', 'link-down', 'r1--r2', 5_000),
        settled('cut', 'injection', index === 2 ? 'timeout' : 'converged'),
      ]),
    ),
    measurements: values.flatMap(([detection, convergence], index) => [
      measured('detection', { ...cut, iteration: index + 1 }, detection, {
        ...(detection === null ? { note: 'nobody noticed' } : {}),
      }),
      measured('convergence', { ...cut, iteration: index + 1 }, convergence),
    ]),
    assertions: [],
    result: {
      verdict: 'invalid',
      reasons: ['after the injection of cut the network was: timeout'],
    },
  })
}

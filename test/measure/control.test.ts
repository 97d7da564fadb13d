import assert from 'node:assert/strict'
import { test } from 'node:test'
import { againstControl, controlOf } from '../../src/measure/control.ts'
import type { RunEvent } from '../../src/model/event.ts'

const update = (at: number): RunEvent => ({
  type: 'update-received',
  at,
  node: 'b',
  from: '10.0.1.1',
  announced: ['198.18.1.0/24'],
  withdrawn: [],
  asPath: [1],
  octets: 50,
})
const begins = (at: number, control?: true): RunEvent[] => [
  {
    ...({ type: 'run-started', at, plan: 'x', seed: 1, iteration: 1, backend: 'sim' } as const),
    ...(control && { control }),
    versions: {},
    timers: {},
    topology: { name: 'x', families: ['ipv4'], nodes: [], links: [], sessions: [] },
  },
  { type: 'steady-state-reached', at: at + 10 },
]
const fault = (at: number): RunEvent[] => [
  {
    ...({ type: 'fault-started', at, id: 'cut', step: 'cut', fault: 'link-down' } as const),
    ...{ on: ['a--b'], adjacent: ['a', 'b'], params: {} },
  },
  { type: 'fault-injected', at: at + 1, instance: 'cut', commandedAt: at },
  {
    ...({ type: 'settled', at: at + 100, instance: 'cut', half: 'injection' } as const),
    ...{ outcome: 'converged', differences: [] },
  },
]
const ended = (at: number): RunEvent => ({ type: 'run-ended', at, verdict: 'passed', reasons: [] })

/** t0 is 1010; the half is from 1110 to 1210. In the control run that is from 5110 to 5210. */
const JOURNAL: readonly RunEvent[] = [
  ...begins(1000),
  ...fault(1110).slice(0, 2),
  update(1120),
  update(1130),
  update(1140),
  ...fault(1110).slice(2),
  ended(1300),
  ...begins(5000, true),
  update(5109),
  update(5110),
  update(5209),
  update(5210),
  ended(5300),
]

test('the same stretch of the control run, counted from t0', () => {
  const control = controlOf(JOURNAL)
  assert.equal(control?.forMs, 290)
  const updates = control?.measurements.filter(({ name }) => name === 'updates')
  assert.deepEqual(
    updates?.map(({ instance, half, value }) => [instance, half, value]),
    [['cut', 'injection', 2]],
  )
})

test('beside it, the mean over the iterations of the plan', () => {
  const control = controlOf(JOURNAL)
  assert.ok(control)
  const measured = [3, 4].map((value, index) => ({
    ...({
      name: 'updates',
      unit: 'count',
      instance: 'cut',
      step: 'cut',
      half: 'injection',
    } as const),
    ...{ iteration: index + 1, value, samples: [value] },
  }))
  const found = againstControl(control, measured).find(({ name }) => name === 'updates')
  assert.deepEqual([found?.value, found?.control], [3.5, 2])
})

test('without a control run, or a beginning of it, there is nothing', () => {
  assert.equal(controlOf(JOURNAL.slice(0, 9)), undefined)
  const broken = JOURNAL.filter(({ type, at }) => type !== 'steady-state-reached' || at < 2000)
  assert.equal(controlOf(broken), undefined)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { measureAll } from '../../src/measure/index.ts'
import type { RunEvent } from '../../src/model/event.ts'
import type { PacketWay } from '../../src/model/observation.ts'
import { lab } from '../faults/lab.ts'

const T0 = 1_000_000
const via = (...path: string[]): PacketWay => ({ outcome: 'delivered', path })
const lost = (outcome: PacketWay['outcome'], ...path: string[]): PacketWay => ({ outcome, path })

const started = (backend: string): RunEvent => ({
  type: 'run-started',
  at: T0 - 1000,
  plan: 'ways',
  seed: 1,
  iteration: 1,
  backend,
  versions: {},
  timers: {},
  topology: lab,
  probeIntervalMs: 100,
})

/** A cut at 0 that is settled at 1000 and healed at 2000. */
const cut: readonly RunEvent[] = [
  {
    type: 'fault-started',
    at: T0,
    id: 'cut',
    step: 'cut',
    fault: 'link-down',
    on: ['r1--r2'],
    adjacent: ['r1', 'r2'],
    params: {},
  },
  { type: 'fault-injected', at: T0, instance: 'cut', commandedAt: T0 },
  {
    type: 'settled',
    at: T0 + 1000,
    instance: 'cut',
    half: 'injection',
    outcome: 'converged',
    differences: [],
  },
  { type: 'fault-healed', at: T0 + 2000, instance: 'cut', commandedAt: T0 + 2000 },
]

/** Ways of packets from r1 to the prefix of r2, each from its time on. */
const ways = (...stays: readonly (readonly [number, PacketWay])[]): readonly RunEvent[] =>
  stays.slice(1).map(([at, way], index) => ({
    type: 'way-changed',
    at: T0 + at,
    node: 'r1',
    to: 'r2',
    prefix: '198.18.2.0/24',
    ...way,
    before: (stays[index] as readonly [number, PacketWay])[1],
  }))

const figures = (backend: string, events: readonly RunEvent[]) => {
  const journal = [started(backend), ...cut, ...events].toSorted((a, b) => a.at - b.at)
  const end: RunEvent = { type: 'run-ended', at: T0 + 3000, verdict: 'passed', reasons: [] }
  const all = measureAll([...journal, end]).filter(({ name }) => /-time$/.test(name))
  return Object.fromEntries(all.map(({ name, half, value }) => [`${name} ${half}`, value]))
}

test('times of blackholes, loops and detours are added up; the old way and the final one are neither', () => {
  const seen = ways(
    [0, via('r1', 'r2')],
    [10, lost('dropped', 'r1')],
    [30, lost('loop', 'r1', 'r5', 'r1')],
    [70, via('r1', 'r5', 'r4', 'r3', 'r2')],
    [150, lost('no-route', 'r1', 'r5')],
    [155, via('r1', 'r5', 'r2')],
  )
  assert.deepEqual(figures('sim', seen), {
    'blackhole-time injection': 25,
    'blackhole-time reversion': 0,
    'loop-time injection': 40,
    'loop-time reversion': 0,
    'detour-time injection': 80,
    'detour-time reversion': 0,
  })
})

test('a time that lasts beyond its half counts for the half in which it began', () => {
  const seen = ways([0, via('r1', 'r2')], [10, lost('no-route', 'r1')], [2010, via('r1', 'r2')])
  const found = figures('sim', seen)
  assert.equal(found['blackhole-time injection'], 2000)
  assert.equal(found['blackhole-time reversion'], 0)
})

test('where packets cannot be followed there is no figure', () => {
  assert.deepEqual(figures('docker', []), {})
})

test('packets from and to a broken router are left out', () => {
  const broken = ways([0, via('r1', 'r2')], [10, lost('dropped', 'r1')]).map((event) => ({
    ...event,
    node: 'r3',
  })) as readonly RunEvent[]
  const [first, ...rest] = cut as [RunEvent & { type: 'fault-started' }, ...RunEvent[]]
  const journal = [started('sim'), { ...first, on: ['r3'] }, ...rest, ...broken]
  const found = measureAll(journal).find(({ name }) => name === 'blackhole-time')
  assert.equal(found?.value, 0)
})

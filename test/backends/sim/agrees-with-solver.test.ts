/** The simulator and the solver share no code above the decision process, and must agree. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { packageRoot } from '../../../src/lib/package-root.ts'
import { createRandom, type Random } from '../../../src/lib/random.ts'
import { loadTopology } from '../../../src/load/topology.ts'
import type { LeverState } from '../../../src/model/effect.ts'
import { subjectOf } from '../../../src/model/subject.ts'
import type { Topology } from '../../../src/model/topology.ts'
import { baseline } from '../../../src/run/fold.ts'
import { impairmentOf } from '../../../src/run/impairment.ts'
import { Bed, QUICK } from './bed.ts'

const folder = join(packageRoot(), 'topologies')
const load = (file: string): Topology =>
  loadTopology(file, readFileSync(join(folder, file), 'utf8'), {
    kinds: ['frr', 'quagga', 'lemur'],
  })

/** Its two stable states are both right, and which one it starts in nobody predicts. */
const WEDGE = 'policy-wedge.yaml'

for (const file of readdirSync(folder).filter((name) => name.endsWith('.yaml') && name !== WEDGE))
  test(`${file}: all sessions come up, and all tables are as predicted`, () => {
    const bed = new Bed(load(file)).pass(60_000)
    assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
  })

test(`${WEDGE}: as predicted once the backup was cut`, () => {
  const bed = new Bed(load(WEDGE)).pass(60_000)
  const end = { link: 'customer--backup', node: 'backup' }
  const carrier = (up: boolean): LeverState => {
    const effect = { lever: 'carrier', end, up } as const
    return { subject: subjectOf(effect), ...effect }
  }
  for (const up of [false, true]) {
    bed.set(carrier(up))
    bed.pass(60_000)
  }
  assert.deepEqual([bed.lacking(), bed.differences()], [[], []])
})

test('the same seed gives the same observations, another one others', () => {
  const topology = load('two-continents.yaml')
  const observe = (seed: number) => {
    const bed = new Bed(topology, { ...QUICK, processingMs: [1, 50], timerJitter: true }, seed)
    const random = createRandom('faults')
    for (let i = 0; i < 10; i++) {
      bed.set(fault(topology, random))
      bed.pass(3000)
    }
    return JSON.stringify(bed.seen)
  }
  assert.equal(observe(1), observe(1))
  assert.notEqual(observe(1), observe(2))
})

const RUNS = Number(process.env.LEMUR_RUNS ?? 40)
const FILES = [
  'two-continents.yaml',
  'lemur.yaml',
  'reflector.yaml',
  'dual-stack.yaml',
  'mesh4.yaml',
]

test('whatever is broken for how long: the tables are as predicted then, and when it is healed', () => {
  const topologies = FILES.map(load)
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom(...topologies), (seed, topology) => {
      const random = createRandom(seed)
      const bed = new Bed(topology, {}, seed).pass(30_000)
      const active = new Map<string, LeverState>()
      for (let i = 0; i < 6; i++) breakSomething(bed, active, random)
      bed.pass(60_000)
      assert.deepEqual(bed.differences(impairmentOf(active.values(), topology)), [], shown(active))
      // What was told to a router that starts or goes on is kept for it.
      for (const state of [...active.values()].sort(processesFirst))
        bed.set(baseline(state, topology))
      bed.pass(60_000)
      assert.deepEqual([bed.lacking(), bed.differences()], [[], []], shown(active))
    }),
    { numRuns: RUNS, seed: 4711 },
  )
})

const shown = (active: ReadonlyMap<string, LeverState>): string =>
  JSON.stringify([...active.values()])

const processesFirst = (a: LeverState, b: LeverState): number =>
  Number(b.lever === 'process') - Number(a.lever === 'process')

const breakSomething = (bed: Bed, active: Map<string, LeverState>, random: Random): void => {
  const state = fault(bed.topology, random)
  const held = active.get(state.subject)
  if (held) {
    bed.set(baseline(held, bed.topology))
    active.delete(state.subject)
  } else {
    bed.set(state)
    active.set(state.subject, state)
  }
  bed.pass(random.integer(10, random.next() < 0.5 ? 500 : 15_000))
}

const fault = (topology: Topology, random: Random): LeverState => {
  const pick = <T>(list: readonly T[]): T => list[random.integer(0, list.length - 1)] as T
  const link = pick(topology.links)
  const end = { link: link.id, node: pick(link.ends).node }
  const node = pick(topology.nodes).name
  const effects = [
    { lever: 'carrier', end, up: false },
    { lever: 'admin', end, up: false },
    { lever: 'filter', node: end.node, drop: [{ link: link.id }] },
    { lever: 'shape', end, shape: { delayMs: random.integer(0, 200), jitterMs: 10, loss: 0.05 } },
    { lever: 'process', node, state: 'stopped', how: pick(['stop', 'kill', 'power-loss']) },
    { lever: 'process', node, state: 'paused', how: 'pause' },
    { lever: 'daemon', node, daemon: 'bgp', state: 'dead' },
  ] as const
  const effect = pick(effects)
  return { subject: subjectOf(effect), ...effect } as LeverState
}

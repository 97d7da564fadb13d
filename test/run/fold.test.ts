import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Effect, LeverState } from '../../src/model/effect.ts'
import { baseline, changes, fold, pulses, type States } from '../../src/run/fold.ts'
import { lab } from '../faults/lab.ts'

const end = fc.constantFrom(
  { link: 'r1--r2', node: 'r1' },
  { link: 'r1--r2', node: 'r2' },
  { link: 'r2--r3', node: 'r2' },
)
const node = fc.constantFrom('r1', 'r2')
const share = fc.integer({ min: 0, max: 100 }).map((n) => n / 100)
const prefixes = fc.uniqueArray(fc.constantFrom('198.18.1.0/24', '198.18.9.0/24', '203.0.113.0/24'))
const of = <L extends Effect['lever']>(lever: L) => fc.constant(lever)
const down = fc.constant(false as const)

const effect: fc.Arbitrary<Effect> = fc.oneof(
  fc.record({ lever: of('carrier'), end, up: down }),
  fc.record({ lever: of('admin'), end, up: down }),
  fc.record({
    lever: of('filter'),
    node,
    drop: fc.array(
      fc.record(
        { link: fc.constant('r1--r2'), from: fc.constant('10.0.1.1'), bgpOnly: fc.constant(true) },
        { requiredKeys: [], noNullPrototype: true },
      ),
    ),
  }),
  fc.record({
    lever: of('shape'),
    end,
    shape: fc.record(
      {
        delayMs: fc.double({ min: 0, max: 9, noNaN: true }),
        loss: share,
        rateBps: fc.nat(),
        corrupt: share,
      },
      { requiredKeys: [], noNullPrototype: true },
    ),
  }),
  fc
    .tuple(
      node,
      fc.constantFrom('stop' as const, 'kill' as const, 'power-loss' as const, 'pause' as const),
    )
    .map(
      ([name, how]): Effect => ({
        lever: 'process',
        node: name,
        state: how === 'pause' ? 'paused' : 'stopped',
        how,
      }),
    ),
  fc.record({
    lever: of('daemon'),
    node,
    daemon: fc.constantFrom('bgp' as const, 'rib' as const),
    state: fc.constantFrom('dead' as const, 'frozen' as const),
  }),
  fc.record({ lever: of('session'), session: fc.constant('r1--r2'), node, up: down }),
  fc.record({ lever: of('routes'), node, announce: prefixes, withdraw: prefixes }),
  fc.record({ lever: of('reset'), session: fc.constant('r1--r2'), node, hard: fc.boolean() }),
)
const effects = fc.array(effect, { maxLength: 12 })

const apply = (world: Map<string, LeverState>, states: readonly LeverState[]) => {
  for (const state of states) world.set(state.subject, state)
}

test('the order of the effects does not matter', () => {
  const shuffled = effects.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  )
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      assert.deepEqual([...fold(list, lab)], [...fold(other, lab)])
    }),
  )
})

test('effects of different faults fold as one list, however they are grouped', () => {
  fc.assert(
    fc.property(effects, effects, effects, (a, b, c) => {
      assert.deepEqual(fold([...a, ...b, ...c], lab), fold([...c, ...a, ...b], lab))
    }),
  )
})

test('an on/off effect counts once, however many faults ask for it', () => {
  const switches = effects.map((list) => list.filter(({ lever }) => lever !== 'shape'))
  fc.assert(
    fc.property(switches, (list) => {
      assert.deepEqual(fold([...list, ...list], lab), fold(list, lab))
    }),
  )
})

test('no effects, no states', () => {
  assert.equal(fold([], lab).size, 0)
})

test('faults that start and stop in any order leave the baseline behind', () => {
  const history = fc.array(fc.tuple(fc.boolean(), fc.nat()), { maxLength: 30 })
  fc.assert(
    fc.property(fc.array(effects, { minLength: 1, maxLength: 4 }), history, (groups, moves) => {
      const world = new Map<string, LeverState>()
      const active = new Set<number>()
      let states: States = fold([], lab)
      const move = () => {
        const next = fold(
          [...active].flatMap((index) => groups[index] as Effect[]),
          lab,
        )
        apply(world, changes(states, next, lab))
        states = next
      }
      for (const [start, pick] of moves) {
        active[start ? 'add' : 'delete'](pick % groups.length)
        move()
      }
      for (const state of states.values()) assert.deepEqual(world.get(state.subject), state)
      active.clear()
      move()
      for (const state of world.values()) assert.deepEqual(state, baseline(state, lab))
    }),
  )
})

test('changes holds what differs and nothing else', () => {
  fc.assert(
    fc.property(effects, effects, (a, b) => {
      const [before, after] = [fold(a, lab), fold(b, lab)]
      const touched = changes(before, after, lab)
      for (const state of touched) assert.notDeepEqual(state, before.get(state.subject))
      assert.deepEqual(changes(after, after, lab), [])
    }),
  )
})

test('delays add up, losses combine, the lowest rate wins, on top of the baseline of the link', () => {
  const shape = (given: object): Effect => ({
    lever: 'shape',
    end: { link: 'r2--r3', node: 'r2' },
    shape: given,
  })
  const states = fold(
    [shape({ delayMs: 0.1, loss: 0.5 }), shape({ delayMs: 0.2, loss: 0.2, rateBps: 5 })],
    lab,
  )
  const state = states.get('shape r2--r3@r2') as Extract<LeverState, { lever: 'shape' }>
  assert.deepEqual(state.shape, { delayMs: 10.3, loss: 0.6, rateBps: 5 })
  assert.deepEqual(baseline(state, lab), { ...state, shape: { delayMs: 10, rateBps: 100_000_000 } })
})

test('the worst state of a process and of a daemon wins', () => {
  const process = (how: 'stop' | 'kill' | 'power-loss' | 'pause'): Effect => ({
    lever: 'process',
    node: 'r1',
    state: how === 'pause' ? 'paused' : 'stopped',
    how,
  })
  const daemon = (state: 'dead' | 'frozen'): Effect => ({
    lever: 'daemon',
    node: 'r1',
    daemon: 'bgp',
    state,
  })
  const states = fold(
    [process('kill'), process('power-loss'), process('pause'), daemon('dead'), daemon('frozen')],
    lab,
  )
  assert.deepEqual(
    [...states.values()],
    [
      { subject: 'daemon r1/bgp', ...daemon('dead') },
      { subject: 'process r1', ...process('power-loss') },
    ],
  )
})

test('filters and routes unite without duplicates', () => {
  const filter = (...drop: object[]): Effect => ({ lever: 'filter', node: 'r1', drop })
  const states = fold([filter({ link: 'b' }, { link: 'a' }), filter({ link: 'a' })], lab)
  assert.deepEqual(states.get('filter r1'), {
    subject: 'filter r1',
    ...filter({ link: 'a' }, { link: 'b' }),
  })
})

test('pulses are kept apart from states', () => {
  const reset: Effect = { lever: 'reset', session: 'r1--r2', node: 'r1', hard: true }
  assert.equal(fold([reset], lab).size, 0)
  assert.deepEqual(pulses([reset]), [{ subject: 'reset r1--r2@r1', ...reset }])
})

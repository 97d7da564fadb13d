/** What theory says of each gadget: found by trying all states, and seen when it is played. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Gadget } from '../../../src/events/gadgets/define.ts'
import { resetOf, withoutBackups } from '../../../src/events/gadgets/full-wedgie.ts'
import { gadgets } from '../../../src/events/gadgets/index.ts'
import { DRAWN, LOCKSTEP, type Played, playGadget } from '../../../src/events/gadgets/play.ts'
import { stableStates } from '../../../src/events/stable-states.ts'
import { readSources } from '../../architecture/source.ts'

const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1)

const gadgetOf = (name: string): Gadget => {
  const gadget = gadgets.find((one) => one.name === name)
  assert.ok(gadget, name)
  return gadget
}

const lockstep = (name: string): Played[] => playGadget(gadgetOf(name), LOCKSTEP, 1)

const textOf = (asPaths: Played['asPaths']): string =>
  asPaths.map((path) => path?.join(' ') ?? '-').join(', ')

const stableTexts = (gadget: Gadget): string[] =>
  stableStates(gadget.network).map(({ asPaths }) => textOf(asPaths))

const announced = (gadget: Gadget, seed: number): Played =>
  playGadget({ ...gadget, acts: [] }, DRAWN, seed)[0] as Played

for (const gadget of gadgets)
  test(`${gadget.name} has ${gadget.stableStates} stable states, and rests only in one of them`, () => {
    const stable = stableTexts(gadget)
    assert.equal(stable.length, gadget.stableStates)
    for (const seed of SEEDS) {
      const { result, asPaths } = announced(gadget, seed)
      if (result.outcome === 'converged') assert.ok(stable.includes(textOf(asPaths)))
      else assert.equal(gadget.stableStates, 0, `${result.outcome} with seed ${seed}`)
    }
  })

describe('what each is known for', () => {
  test("'disagree': chance decides which of the two states it is; in step it never ends", () => {
    const disagree = gadgetOf('disagree')
    const reached = new Set(SEEDS.map((seed) => textOf(announced(disagree, seed).asPaths)))
    assert.deepEqual([...reached].sort(), stableTexts(disagree).sort())
    const [{ result }] = playGadget(disagree, LOCKSTEP, 1) as [Played]
    assert.deepEqual([result.outcome, result.certain, result.periodMs], ['oscillating', true, 20])
  })

  test("'good-gadget' always rests, 'naughty-gadget' need not", () => {
    assert.equal(lockstep('good-gadget')[0]?.result.outcome, 'converged')
    const naughty = lockstep('naughty-gadget')[0]?.result
    assert.deepEqual([naughty?.outcome, naughty?.certain], ['oscillating', true])
  })

  test("'bad-gadget', 'reflector-oscillation' and both MED gadgets never rest, and that is proven", () => {
    const medGadgets = ['med-oscillation', 'nested-med-oscillation']
    for (const name of ['bad-gadget', 'reflector-oscillation', ...medGadgets]) {
      const result = lockstep(name)[0]?.result
      assert.deepEqual([result?.outcome, result?.certain], ['oscillating', true], name)
      assert.ok((result?.periodMs ?? 0) > 0)
    }
  })

  test("'surprise': a failed link takes the only stable state away, its return brings it back", () => {
    const drawn = SEEDS.slice(0, 3).map((seed) => playGadget(gadgetOf('surprise'), DRAWN, seed))
    for (const play of [lockstep('surprise'), ...drawn]) {
      const outcomes = play.map(({ result }) => result.outcome)
      assert.deepEqual(outcomes, ['converged', 'oscillating', 'converged'])
      assert.equal(textOf(play[2]?.asPaths ?? []), textOf(play[0]?.asPaths ?? []))
    }
  })

  test("'wedgie': once the main link has failed, only a cut of the backup brings the old state back", () => {
    const wedgie = gadgetOf('wedgie')
    const main = ', 3 4 1, 4 1, 1'
    const wedged = ', 1, 2 1, 1'
    assert.deepEqual(stableTexts(wedgie).sort(), [wedged, main].sort())
    for (const seed of SEEDS) {
      const states = playGadget(wedgie, DRAWN, seed).map(({ asPaths }) => textOf(asPaths))
      assert.deepEqual(states.slice(1), [', 1, 2 1, 3 2 1', wedged, main, main])
    }
    const first = new Set(SEEDS.map((seed) => textOf(announced(wedgie, seed).asPaths)))
    assert.deepEqual(
      [...first].sort(),
      [wedged, main].sort(),
      'the order of the first news decides',
    )
  })

  test("'nested-med-oscillation': without the MED of the far exit it rests", () => {
    const nested = gadgetOf('nested-med-oscillation')
    const routers = nested.network.routers.map((router) =>
      router.name === 'as200-a'
        ? { ...router, announces: { origin: 'igp', asPath: [], med: 1 } }
        : router,
    ) as Gadget['network']['routers']
    const network = { ...nested.network, routers }
    assert.equal(stableStates(network).length, 1)
    assert.equal(playGadget({ ...nested, network }, LOCKSTEP, 1)[0]?.result.outcome, 'converged')
  })

  test("'full-wedgie': no reset of a session puts both prefixes right, doing without backups does", () => {
    const gadget = gadgetOf('full-wedgie')
    const right = ', 3 4 5 1, 4 5 1, 5 1, 1, , 1, 2 1, 3 2 1, 4 3 2 1'
    const wedged = ', 1, 2 1, 5 1, 1, , 1, 2 1, 5 1, 1'
    const wrong = [...withoutBackups, ...resetOf(3, 4)]
    for (const seed of SEEDS.slice(0, 4)) {
      for (const [a, b] of [
        [1, 2],
        [1, 5],
        [2, 3],
        [4, 5],
        [3, 4],
      ] as const) {
        const acts = [...wrong, ...resetOf(a, b), ...withoutBackups]
        const states = playGadget({ ...gadget, acts }, DRAWN, seed).map((one) =>
          textOf(one.asPaths),
        )
        assert.equal(states[2], right)
        assert.equal(states[4], wedged)
        assert.notEqual(states[6], right, `as${a}--as${b}`)
        assert.equal(states[8], right)
      }
      const heals = playGadget(gadget, DRAWN, seed).map((one) => textOf(one.asPaths))
      const [low, high] = [right.split(', , ')[0], right.split(', , ')[1]] as [string, string]
      assert.ok(
        heals[6]?.startsWith(low) && !heals[6].endsWith(high),
        'one prefix healed by as1--as2',
      )
      assert.ok(!heals[8]?.startsWith(low) && heals[8]?.endsWith(high), 'the other one by as1--as5')
    }
  })

  test("'multi-party-wedgie': the reset of a link helps when the traffic is there, and only then", () => {
    const gadget = gadgetOf('multi-party-wedgie')
    const right = ', 3 4 1, 4 1, 1, 3 4 1'
    const [over2, over5] = [', 1, 2 1, 1, 2 1', ', 5 1, 5 1, 1, 1']
    assert.deepEqual(stableTexts(gadget).sort(), [right, over2, over5].sort())
    for (const play of [
      lockstep(gadget.name),
      ...SEEDS.map((seed) => playGadget(gadget, DRAWN, seed)),
    ]) {
      const states = play.map(({ asPaths }) => textOf(asPaths))
      assert.ok(states[2] === over2 || states[2] === over5, 'the main link is back, and not in use')
      assert.equal(states[4], states[2] === over2 ? over2 : right)
      assert.equal(states[6], right)
    }
  })
})

test('every gadget is in the registry, with a summary and a source, and this file names it', () => {
  const defined = readSources('src/events/gadgets')
    .filter(({ text }) => /= defineGadget\(/.test(text))
    .map(({ path }) => path.replace(/^.*\/|\.ts$/g, ''))
  assert.deepEqual(gadgets.map(({ name }) => name).sort(), defined.sort())
  const here = readSources('test/events/gadgets').find(({ path }) =>
    path.endsWith('/gadgets.test.ts'),
  )
  for (const { name, summary, source } of gadgets) {
    assert.ok(here?.text.includes(`'${name}'`), `${name} is not tested`)
    assert.match(summary, /^\S.+\S$/)
    assert.match(source, /\b(RFC )?\d{4}\b/)
  }
})

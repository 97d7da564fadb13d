/**
 * Random plans on random networks, and what must hold for each of them. The long run is
 * `npm run bench -- plans`; docs/simulator.md lists the invariants.
 */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { filesOf, stepsOf } from '../../../bench/plans/case.ts'
import { type DrawnCase, drawCase } from '../../../bench/plans/draw-case.ts'
import { invariants, violationsOf } from '../../../bench/plans/invariants/index.ts'
import { type JudgeOptions, judgeCase, judgeLoaded } from '../../../bench/plans/judge-case.ts'
import type { Played } from '../../../bench/plans/played.ts'
import { findSmallest } from '../../../bench/plans/smallest.ts'
import type { SimNetwork } from '../../../src/backends/sim/network-types.ts'
import type { JournalEntry } from '../../../src/model/event.ts'
import { type Broken, brokenNetworks } from './broken-networks.ts'

const FIRST_SEED = 4711
const CASES = 60
/** One case in so many is played twice. */
const TWICE = 10
const { signal } = new AbortController()

/** The smallest case that fails in the same way, as the two files that replay it. */
const asFiles = async (
  { drawn }: DrawnCase,
  invariant: string,
  options: JudgeOptions,
): Promise<string> => {
  const { smallest, what } = await findSmallest(drawn, invariant, options, 200)
  const { topologyName, topology, planName, plan } = filesOf(smallest)
  return [`${invariant}:`, ...what, `# ${topologyName}`, topology, `# ${planName}`, plan].join('\n')
}

describe('random plans on random networks', () => {
  test('no invariant is violated', async () => {
    for (let seed = FIRST_SEED; seed < FIRST_SEED + CASES; seed++) {
      const drawn = await drawCase(seed)
      const options = { signal, twice: seed % TWICE === 0 }
      const [first] = (await judgeLoaded(drawn, options)).violations
      if (first) assert.fail(`seed ${seed}, ${await asFiles(drawn, first.invariant, options)}`)
    }
  })

  /** Where a rib daemon is out while something else is broken, or was not yet well again. */
  for (const seed of [145, 167, 756, 9415])
    test(`what a router that hears nothing does to a network is foreseen (seed ${seed})`, async () => {
      const { played, violations } = await judgeLoaded(await drawCase(seed), {
        signal,
        twice: false,
      })
      assert.deepEqual(violations, [])
      const differences = [...played.besideDeaf.values()]
      assert.ok(differences.length > 0, 'every half converged: the case shows nothing any more')
      assert.deepEqual([...new Set(differences.flat())], [])
    })

  for (const broken of brokenNetworks)
    test(`${broken.what}: that is noticed`, async () => {
      const { caughtBy } = await firstCaught(broken)
      assert.ok(caughtBy.includes(broken.caughtBy), `${broken.caughtBy} in ${caughtBy}`)
    })

  test('limits that nobody keeps are noticed', async () => {
    const kept = {
      what: '',
      caughtBy: 'limits-hold',
      faults: [],
      spoil: (whole: SimNetwork) => whole,
    }
    const found = await firstCaught(kept, true)
    assert.ok(found.caughtBy.includes('limits-hold'))
  })

  test('a failing case is made smaller, and its files fail in the same way', async () => {
    const [broken] = brokenNetworks as [Broken]
    const { drawn } = await firstCaught(broken)
    const options = { signal, twice: false, spoil: broken.spoil }
    const { smallest } = await findSmallest(drawn.drawn, broken.caughtBy, options, 200)
    const [step, ...others] = stepsOf(smallest.plan)
    assert.deepEqual(others, [])
    assert.ok(['link-down', 'link-flap', 'partition'].includes(step?.do ?? ''), step?.do)
    assert.ok(Object.keys(smallest.topology.nodes).length <= 3)
    const names = (await judgeCase(smallest, options)).violations.map(({ invariant }) => invariant)
    assert.ok(names.includes(broken.caughtBy))
    assert.deepEqual((await judgeCase(smallest, { signal, twice: false })).violations, [])
  })
})

/** Drawn once for all broken networks. */
const cases = new Map<number, Promise<DrawnCase>>()
const caseOf = (seed: number): Promise<DrawnCase> => {
  const drawn = cases.get(seed) ?? drawCase(seed)
  cases.set(seed, drawn)
  return drawn
}

/** The first of some cases in which the invariant of the broken network is violated. */
const firstCaught = async (
  { spoil, caughtBy, what, faults }: Broken,
  withoutLimits = false,
): Promise<{ drawn: DrawnCase; caughtBy: readonly string[] }> => {
  const twice = caughtBy === 'replays'
  for (let seed = FIRST_SEED; seed < FIRST_SEED + CASES; seed++) {
    const drawn = await caseOf(seed)
    const { plan, timeline } = drawn
    if (faults.length > 0 && !timeline.some(({ fault }) => faults.includes(fault))) continue
    const free = { keepConnected: [], faultTtlMs: plan.limits.faultTtlMs }
    const instead = withoutLimits ? { instead: { ...plan, limits: free } } : {}
    const { violations } = await judgeLoaded(drawn, { signal, twice, spoil, ...instead })
    const names = violations.map(({ invariant }) => invariant)
    if (names.includes(caughtBy)) return { drawn, caughtBy: names }
  }
  return assert.fail(`${what}: ${caughtBy} noticed nothing in ${CASES} cases`)
}

describe('invariants', () => {
  const good = drawCase(FIRST_SEED).then(async (drawn) => {
    const { played } = await judgeLoaded(drawn, { signal, twice: false })
    return played
  })
  const caught = async (
    change: (played: Played) => Partial<Played>,
  ): Promise<readonly string[]> => {
    const played = await good
    return violationsOf({ ...played, ...change(played) }).map(({ invariant }) => invariant)
  }
  /** The journal without its first line of a sort, or with another in its place. */
  const edited = (type: JournalEntry['type'], ...put: JournalEntry[]) =>
    caught(({ entries }) => {
      const index = entries.findIndex((entry) => entry.type === type)
      assert.ok(index >= 0, `no ${type} in the journal`)
      return { entries: entries.toSpliced(index, 1, ...put) }
    })
  const at = 946_684_800_000

  test('each has its own name', () => {
    const names = invariants.map(({ name }) => name)
    assert.deepEqual([...new Set(names)], names)
  })

  test('all hold for a good case', async () => assert.deepEqual(await caught(() => ({})), []))

  test('a fault that never ended, or was never healed', async () => {
    assert.deepEqual(await edited('fault-ended'), ['accounted'])
    assert.deepEqual(await edited('fault-healed'), ['accounted'])
  })

  test('a run that threw, or did not end', async () => {
    assert.deepEqual(await caught(() => ({ error: 'broken' })), ['ends'])
    assert.deepEqual(await edited('run-ended'), ['ends'])
    assert.deepEqual(await caught(({ latestEndAt }) => ({ latestEndAt: latestEndAt - 1e9 })), [
      'ends',
    ])
  })

  test('a claim that is not true', async () =>
    assert.deepEqual(await caught(() => ({ claims: new Map([[7, ['r1 lacks all']]]) })), [
      'claims-hold',
    ]))

  test('a half that did not converge', async () => {
    const wrong = (besideDeaf: Played['besideDeaf']) =>
      caught(({ entries }) => ({
        besideDeaf,
        entries: entries.map((entry) =>
          entry.type === 'settled' ? { ...entry, outcome: 'converged-wrong' as const } : entry,
        ),
      }))
    const all = (what: readonly string[] | 'unknown') =>
      good.then(({ entries }) => wrong(new Map(entries.map(({ seq }) => [seq, what]))))
    assert.ok((await wrong(new Map())).includes('settles'))
    assert.ok((await all(['r1 lacks all'])).includes('settles'))
    assert.ok(!(await all([])).includes('settles'), 'it is as the deaf router leaves it')
    assert.ok(!(await all('unknown')).includes('settles'))
  })

  test('what could not be verified', async () => {
    const reason = 'read back nothing'
    const line = { seq: 1, type: 'fault-unverified', at, instance: 's1', half: 'injection', reason }
    const names = await caught(({ entries }) => ({ entries: [line as JournalEntry, ...entries] }))
    assert.ok(names.includes('settles'))
  })

  test('a network that does not come to rest, or lost a way', async () => {
    const final = (await good).final
    assert.ok(final)
    assert.deepEqual(await caught(() => ({ final: { ...final, unrest: ['an UPDATE'] } })), [
      'rests',
    ])
    const lostWays = [{ node: 'r1', address: '198.18.1.1', what: 'loop' as const }]
    assert.deepEqual(await caught(() => ({ final: { ...final, lostWays } })), ['forwards'])
  })
})

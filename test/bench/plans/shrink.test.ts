import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Case, filesOf, stepsOf } from '../../../bench/plans/case.ts'
import { drawCase } from '../../../bench/plans/draw-case.ts'
import { loadCase } from '../../../bench/plans/load-case.ts'
import { shrink } from '../../../bench/plans/shrink.ts'

const SEEDS = [1, 2, 3, 4, 5]
const MOST = 2000

const faultsIn = ({ plan }: Case): readonly string[] => stepsOf(plan).map((step) => step.do)

test('what is left is one step on two or three routers, and a plan that the loader takes', async () => {
  for (const seed of SEEDS) {
    const { drawn } = await drawCase(seed)
    const wanted = faultsIn(drawn).at(-1) as string
    const shows = async (candidate: Case) => {
      await loadCase(filesOf(candidate))
      return faultsIn(candidate).includes(wanted)
    }
    const { smallest } = await shrink(drawn, shows, MOST)
    assert.deepEqual(faultsIn(smallest), [wanted])
    assert.ok(Object.keys(smallest.topology.nodes).length <= 3, filesOf(smallest).topology)
    await loadCase(filesOf(smallest))
  }
})

test('nothing is taken away that is needed', async () => {
  const { drawn } = await drawCase(SEEDS[0] as number)
  const isWhole = async (candidate: Case) =>
    JSON.stringify(candidate.plan) === JSON.stringify(drawn.plan) &&
    JSON.stringify(candidate.topology) === JSON.stringify(drawn.topology)
  const { smallest } = await shrink(drawn, isWhole, MOST)
  assert.equal(smallest, drawn)
})

test('the same seed draws the same files', async () => {
  for (const seed of SEEDS) {
    const [one, two] = [await drawCase(seed), await drawCase(seed)]
    assert.deepEqual(filesOf(one.drawn), filesOf(two.drawn))
  }
})

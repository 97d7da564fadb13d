/**
 * What `compare` is for, on the simulator: it tells an MRAI that is 300 ms longer from noise, and sees nothing
 * between equal runs with different seeds. `npm run bench -- compare` is the long form.
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { playRepeats, readBenchPlan } from '../../bench/compare/repeats.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { compareRuns, type Row } from '../../src/report/compare/compare.ts'

const PLAN = join(packageRoot(), 'bench/compare/cut.yaml')
const REPEATS = 20
/** Seven runs make 21 pairs. */
const RUNS = 7
const RULES = { alpha: 0.01, bound: 0.05 }

test('300 ms of MRAI are seen, and 21 pairs of equal runs show nothing', async ({ signal }) => {
  const plan = await readBenchPlan(PLAN, signal)
  const play = async (seed: number, mraiMs: number) => ({
    measurements: await playRepeats(plan, { seed, repeats: REPEATS, mraiMs, signal }),
  })
  const equal: Awaited<ReturnType<typeof play>>[] = []
  for (let seed = 1; seed <= RUNS; seed++) equal.push(await play(seed, 1_000))
  const longer = await play(RUNS + 1, 1_300)

  for (const run of equal) {
    const found = compareRuns(run, longer, RULES).rows.filter(isFound)
    assert.ok(
      found.some(({ name, verdict }) => name === 'convergence' && verdict === 'regression'),
      textOf(found),
    )
  }
  const pairs = equal.flatMap((a, at) => equal.slice(at + 1).map((b) => [a, b] as const))
  assert.equal(pairs.length, 21)
  for (const [a, b] of pairs)
    assert.equal(textOf(compareRuns(a, b, RULES).rows.filter(isFound)), '')
})

const isFound = ({ verdict }: Row): boolean => verdict === 'regression' || verdict === 'improvement'

const textOf = (rows: readonly Row[]): string =>
  rows.map(({ name, half, correctedP }) => `${name} ${half} p=${correctedP}`).join(', ')

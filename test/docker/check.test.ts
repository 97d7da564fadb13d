/**
 * A few drawn networks of real routers against the prediction, before a link fails, after it, and
 * healed. `npm run bench -- check` runs as many as one likes; docs/cross-check.md has the figures.
 */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { type CaseResult, runCase } from '../../bench/check/case.ts'
import { dockerGround } from '../../bench/check/docker-ground.ts'
import { type DrawOptions, drawCase } from '../../bench/check/draw.ts'
import { addTallies } from '../../bench/check/reasons.ts'
import { differencesOf } from '../../bench/check/report.ts'
import { connect } from '../../src/backends/docker/engine.ts'
import { inventory } from '../../src/backends/docker/inventory.ts'
import { engineTest } from './engine.ts'

interface Case extends DrawOptions {
  readonly name: string
  /** Its own: the benchmark may run at the same time, or have been killed and left a lab. */
  readonly pool: string
}

const CASES: readonly Case[] = [
  {
    name: 'relationships, a reflector, and a prefix at two nodes',
    ...{ seed: 9056, pool: '10.232.0.0/16', routers: 6, kinds: ['frr'] },
  },
  {
    name: 'a cut inside an AS',
    ...{ seed: 9074, pool: '10.233.0.0/16', routers: 6, kinds: ['frr'] },
  },
  {
    name: 'both families, a reflector, FRR and our own speaker mixed',
    ...{ seed: 9024, pool: '10.234.0.0/16', routers: 5, kinds: ['frr', 'lemur'] },
  },
]

const options = { timeout: 900_000, concurrency: 2 }

engineTest('drawn networks are as predicted', options, async (context) => {
  await Promise.all(CASES.map(({ name, ...drawn }) => context.test(name, asPredicted(drawn))))
})

const asPredicted =
  (wanted: DrawOptions) =>
  async ({ signal }: TestContext): Promise<void> => {
    const drawn = drawCase(wanted)
    const result = await runCase([dockerGround], drawn, signal)
    assert.deepEqual(differencesOf(result), [])
    assert.ok(sharesReasons(result))
    const { containers, networks } = await inventory(connect(), drawn.lab)
    assert.deepEqual([...containers, ...networks], [])
  }

/** FRR keeps the reason of some earlier comparison at times; mostly it names the step that the solver names. */
const sharesReasons = ({ runs }: CaseResult): boolean => {
  const tallies = runs.flatMap(({ phases }) => phases.map(({ reasons }) => reasons))
  const { same, rival, unexplained } = addTallies(tallies)
  const others = [...unexplained.values()].reduce((sum, count) => sum + count, rival)
  return same > others
}

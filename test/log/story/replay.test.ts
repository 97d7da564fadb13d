/** The replay against the solver, which knows the whole network where the replay has only what was seen. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { packageRoot } from '../../../src/lib/package-root.ts'
import { type Chapter, chaptersOf } from '../../../src/log/chapter.ts'
import { replay } from '../../../src/log/story/replay.ts'
import { whyOf } from '../../../src/log/story/why.ts'
import type { Effect } from '../../../src/model/effect.ts'
import { fold } from '../../../src/run/fold.ts'
import { impairmentOf } from '../../../src/run/impairment.ts'
import { solve } from '../../../src/solve/solve.ts'
import { runOnSim } from '../../cli/sim-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-story-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** Plain eBGP with many detours, policies, and an AS with a route reflector. */
const NETWORKS: readonly (readonly [string, string])[] = [
  ['abilene', '{ id: cut, do: link-down, on: kansas-city--indianapolis, for: 20s }'],
  ['abilene', '{ id: dead, do: node-power-loss, on: denver, for: 30s }'],
  ['relationships', '{ id: cut, do: link-silence, on: s1--r1, for: 400s }'],
  ['reflector', '{ id: cut, do: link-down, on: rr--south, for: 400s }'],
  ['reflector', '{ id: gone, do: link-down, on: north--left, for: 400s }'],
  ['lemur', '{ id: kill, do: daemon-kill, on: core, with: { daemon: bgp }, for: 20s }'],
]

for (const [topology, step] of NETWORKS)
  test(`${topology}, ${step}: every settled router chose as the solver does, and by that step`, async () => {
    const chapter = await play(topology, step)
    let compared = 0
    for (const { at, effects } of settledOf(chapter)) {
      const impairment = impairmentOf(fold(effects, chapter.topology).values(), chapter.topology)
      const { routes } = solve(chapter.topology, impairment)
      for (const prefix of ownPrefixes(chapter)) {
        const tracks = replay(chapter, prefix)
        for (const [node, table] of routes) {
          if (impairment.opaque.has(node) || impairment.nodesFrozen.has(node)) continue
          const expected = table.get(prefix)
          const choice = tracks.get(node)?.choices.findLast((one) => one.at <= at)
          const what = `${node}, ${prefix}, at ${at - chapter.zeroAt}`
          const path = choice?.path
          const found = path && [path.via, path.nextHop, path.asPath.join()]
          assert.deepEqual(
            found,
            expected && [expected.via, expected.nextHop, expected.asPath.join()],
            what,
          )
          const step = choice && whyOf(choice, at, () => 'x')?.step
          if (step !== undefined) assert.ok(expected?.winsBy.includes(step), `${what}: ${step}`)
          compared += 1
        }
      }
    }
    assert.ok(compared > 40, `only ${compared} choices were compared`)
  })

const play = async (topology: string, step: string): Promise<Chapter> => {
  const file = join(folder, `${topology}.yaml`)
  const path = join(packageRoot(), 'topologies', `${topology}.yaml`)
  const limits = '{ fault-ttl: 2h }'
  writeFileSync(
    file,
    `version: 1\nname: ${topology}\ntopology: ${path}\nlimits: ${limits}\nprobes: { interval: 0s }\nsteps: [${step}]\n`,
  )
  const { run } = await runOnSim({ file, runs: folder })
  assert.deepEqual(run.result.reasons, [])
  return chaptersOf(run.entries)[0] as Chapter
}

const settledOf = ({ entries }: Chapter) => {
  let effects: readonly Effect[] = []
  return entries.flatMap((entry) => {
    if (entry.type === 'effects-applied') effects = entry.effects
    return entry.type === 'settled' && entry.outcome === 'converged'
      ? [{ at: entry.at, effects }]
      : []
  })
}

const ownPrefixes = ({ topology }: Chapter): readonly string[] =>
  topology.nodes.flatMap(({ networks }) => networks.map(({ prefix }) => prefix))

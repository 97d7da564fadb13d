/** What the tables tell afterwards against what the simulator saw while it happened. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drawCase } from '../../../bench/plans/draw-case.ts'
import { judgeLoaded } from '../../../bench/plans/judge-case.ts'
import { followedPairs } from '../../../src/forwarding/followed.ts'
import { type WayChange, waysByTables } from '../../../src/measure/follow/ways-by-tables.ts'
import { readIteration } from '../../../src/measure/iteration.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import { NO_IMPAIRMENT } from '../../../src/model/impairment.ts'
import type { Topology } from '../../../src/model/topology.ts'
import { solve } from '../../../src/solve/solve.ts'

const FIRST_SEED = 4711
const CASES = 20

/** The tables in the steady state, as a kernel would be read. */
const tablesOf = (topology: Topology, at: number): readonly RunEvent[] => {
  const { routes } = solve(topology, NO_IMPAIRMENT)
  return topology.nodes.map(({ name }) => ({
    type: 'fib-read',
    at,
    node: name,
    routes: Object.fromEntries(
      [...(routes.get(name) ?? [])]
        .filter(([, { via }]) => via !== 'local')
        .map(([prefix, { fibNextHops }]) => [prefix, fibNextHops]),
    ),
  }))
}

type Times = Map<string, number>

/** How long packets of each pair fared how. Where they are lost is lost: a route may go before or after its link. */
const timesOf = (changes: readonly WayChange[], endAt: number): Times => {
  const times: Times = new Map()
  const last = new Map<string, WayChange>()
  const count = (change: WayChange | undefined, untilAt: number) => {
    if (!change) return
    const { node, prefix, outcome, path, at } = change
    const how = outcome === 'delivered' ? path.join(' ') : outcome === 'loop' ? 'loop' : 'hole'
    const key = `${node} > ${prefix}: ${how}`
    times.set(key, (times.get(key) ?? 0) + untilAt - at)
  }
  for (const change of changes) {
    const pair = `${change.node} ${change.prefix}`
    count(last.get(pair), change.at)
    last.set(pair, change)
  }
  for (const change of last.values()) count(change, endAt)
  return times
}

const isClose = (a = 0, b = 0): boolean => Math.abs(a - b) < 0.01

test(`ways by tables are those of the simulator, in ${CASES} random plans`, async () => {
  let compared = 0
  for (let seed = FIRST_SEED; seed < FIRST_SEED + CASES; seed++) {
    const options = { signal: new AbortController().signal, twice: false }
    const { entries } = (await judgeLoaded(await drawCase(seed), options)).played
    const steady = entries.find(({ type }) => type === 'steady-state-reached')
    const started = entries.find((entry) => entry.type === 'run-started')
    if (!steady || !started) continue
    const { topology } = started
    const followed = new Set(followedPairs(topology).map(({ from, prefix }) => `${from} ${prefix}`))
    const seen = entries
      .filter((entry) => entry.type === 'way-changed')
      .filter(({ at, node, prefix }) => at >= steady.at && followed.has(`${node} ${prefix}`))
    const pairs = new Set(seen.map(({ node, prefix }) => `${node} ${prefix}`))
    const others = entries.filter(({ type }) => type !== 'way-changed')
    const iteration = readIteration([...others, ...tablesOf(topology, steady.at)])
    const found = waysByTables(iteration)?.filter((way) => pairs.has(`${way.node} ${way.prefix}`))
    const [a, b] = [timesOf(seen, iteration.endAt), timesOf(found ?? [], iteration.endAt)]
    const wrong = [...new Set([...a.keys(), ...b.keys()])]
      .filter((key) => !isClose(a.get(key), b.get(key)))
      .map((key) => `${key}: ${a.get(key)} ms seen, ${b.get(key)} ms by tables`)
    assert.deepEqual(wrong, [], `seed ${seed}`)
    compared += a.size
  }
  assert.ok(compared > 50, `${compared} times compared`)
})

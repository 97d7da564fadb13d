/**
 * Injection latency: from the runner's decision (the set of active effects changed) to the verified
 * effect of a fibre cut, carrier gone at both ends. Fold, agent, kernel and read-back are all in it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { backendFor } from '../src/cli/context.ts'
import type { Effect } from '../src/model/effect.ts'
import type { Testbed } from '../src/model/testbed.ts'
import type { Link } from '../src/model/topology.ts'
import { changes, fold } from '../src/run/fold.ts'
import { ringOf } from './ring.ts'
import { benchTable, quantile } from './table.ts'

const CUTS = 50
/** Time for the routers to settle down: a cut that comes while they work measures the scheduler. */
const PAUSE_MS = 700

export const main = async (): Promise<void> => {
  const signal = new AbortController().signal
  const backend = backendFor({ note: (line) => process.stderr.write(`${line}\n`) })
  const topology = ringOf('bench-inject', 5)
  const testbed = await backend.up(topology, signal)
  try {
    const latencies = await cutAndMend(testbed, topology.links[0] as Link)
    process.stdout.write(
      `${benchTable(TITLES, [rowOf('cut', latencies.cuts), rowOf('mend', latencies.mends)])}\n`,
    )
  } finally {
    await testbed[Symbol.asyncDispose]()
    await backend.down(topology.name, signal)
  }
}

const TITLES = ['', 'n', 'min ms', 'median ms', 'p95 ms', 'max ms']

const rowOf = (name: string, samples: readonly number[]): readonly [string, ...number[]] => [
  name,
  samples.length,
  ...[0, 0.5, 0.95, 1].map((share) => quantile(samples, share)),
]

const cutAndMend = async (testbed: Testbed, link: Link) => {
  const effects = link.ends.map(
    ({ node }): Effect => ({ lever: 'carrier', end: { link: link.id, node }, up: false }),
  )
  const cuts: number[] = []
  const mends: number[] = []
  for (let round = 0; round < CUTS; round++) {
    cuts.push(await change(testbed, [], effects))
    await sleep(PAUSE_MS)
    mends.push(await change(testbed, effects, []))
    await sleep(PAUSE_MS)
  }
  return { cuts, mends }
}

const change = async (
  testbed: Testbed,
  before: readonly Effect[],
  after: readonly Effect[],
): Promise<number> => {
  const { topology } = testbed
  const decidedAt = performance.now()
  const states = changes(fold(before, topology), fold(after, topology), topology)
  const applied = await testbed.apply(states, new AbortController().signal)
  const tookMs = performance.now() - decidedAt
  const failed = applied.find(({ verifiedAt }) => verifiedAt === undefined)
  if (failed) throw new Error(`not verified: ${failed.subject}: ${failed.readBack}`)
  return tookMs
}

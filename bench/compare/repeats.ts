/** Repeats of a plan on the simulator, in memory. */
import { simBackend } from '../../src/backends/sim/index.ts'
import { readPlan } from '../../src/cli/inputs.ts'
import { predictor } from '../../src/cli/predictor.ts'
import { faults } from '../../src/faults/index.ts'
import { measureAll } from '../../src/measure/index.ts'
import type { Measurement } from '../../src/model/measurement.ts'
import type { Plan } from '../../src/model/plan.ts'
import { memoryJournal } from '../../src/run/journal.ts'
import { awaitPhase } from '../../src/run/phase.ts'
import { runPlan } from '../../src/run/run.ts'
import { expand } from '../../src/run/timeline.ts'

export interface RepeatsOptions {
  readonly seed: number
  readonly repeats: number
  /** Of all routers, in place of what the topology says. */
  readonly mraiMs: number
  readonly signal: AbortSignal
}

export const readBenchPlan = async (file: string, signal: AbortSignal): Promise<Plan> => {
  const options = { backend: 'sim', logLevel: 'warn' } as const
  return (await readPlan({ options, signal, print: () => {}, note: () => {} }, file)).plan
}

/** What `run --backend sim --seed SEED` measures. */
export const playRepeats = async (
  read: Plan,
  { seed, repeats, mraiMs, signal }: RepeatsOptions,
): Promise<readonly Measurement[]> => {
  const plan = { ...read, seed, repeat: repeats, topology: withMrai(read.topology, mraiMs) }
  const { topology } = plan
  const journal = memoryJournal()
  const backend = simBackend({ seed, readyTimeoutMs: 120_000, onReady: () => {} })
  await using testbed = await backend.up(topology, signal)
  const parts = { plan, timeline: expand(plan, faults), testbed, backend: 'sim', versions: {} }
  for (let iteration = 1; iteration <= repeats; iteration++) {
    await awaitPhase(plan, iteration, testbed, signal)
    const options = { ...parts, iteration, journal, predict: predictor(topology) }
    const { verdict, reasons } = await runPlan(options, signal)
    signal.throwIfAborted()
    if (verdict !== 'passed') throw new Error(`seed ${seed}: ${verdict}: ${reasons.join('; ')}`)
  }
  return measureAll(journal.entries)
}

const withMrai = (topology: Plan['topology'], mraiMs: number): Plan['topology'] => ({
  ...topology,
  nodes: topology.nodes.map((node) => ({ ...node, timers: { ...node.timers, mraiMs } })),
})

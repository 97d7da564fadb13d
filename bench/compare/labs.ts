/** Repeats of a plan on Docker: each run in a lab that was brought up for it. */
import { takeDown } from '../../src/backends/docker/down.ts'
import { inventory } from '../../src/backends/docker/inventory.ts'
import { chooseVenue } from '../../src/cli/choose-venue.ts'
import { type Context, dockerOf } from '../../src/cli/context.ts'
import { experiment } from '../../src/cli/experiment.ts'
import { parsePlan } from '../../src/cli/inputs.ts'
import { faults } from '../../src/faults/index.ts'
import { InputError } from '../../src/lib/errors.ts'
import { readInput } from '../../src/load/read-file.ts'
import type { Measurement } from '../../src/model/measurement.ts'
import type { FinishedRun } from '../../src/report/finished-run.ts'
import { iterations } from '../../src/run/journal.ts'
import { expand } from '../../src/run/timeline.ts'

export interface LabsOptions {
  /** The plan file. */
  readonly file: string
  readonly repeats: number
  /** Folder of run folders. */
  readonly runs: string
  readonly allowContention: boolean
  readonly signal: AbortSignal
}

export interface LabRun {
  readonly folder: string
  /** Of the iterations that passed. */
  readonly measurements: readonly Measurement[]
  /** How many of them there are. */
  readonly passed: number
  /** What is wrong with the others. */
  readonly leftOut: readonly string[]
}

/** What `run --backend docker --seed SEED` measures with this MRAI of all routers. Its lab is gone afterwards. */
export const playInLab = async (
  { file, repeats, runs, signal, allowContention }: LabsOptions,
  { seed, mraiMs }: { readonly seed: number; readonly mraiMs: number },
): Promise<LabRun> => {
  const context: Context = {
    options: { backend: 'docker', logLevel: 'error', seed },
    signal,
    print: () => undefined,
    note: () => undefined,
  }
  const text = `${(await readInput(file)).text}\nmatrix: { timers.mrai: [${mraiMs}ms] }\n`
  const plan = { ...(await parsePlan(context, file, text)), repeat: repeats }
  await using _ = await ownLab(context, plan.topology.name)
  const venue = await chooseVenue(context)
  const timeline = expand(plan, faults)
  const parts = { plan, file, text, timeline, runs, allowContention }
  const { run } = await experiment(context, venue, parts)
  signal.throwIfAborted()
  return onlyPassed(run)
}

/** A host that is too busy for the routers to answer in time spoils an iteration, not the whole run. */
const onlyPassed = (run: FinishedRun): LabRun => {
  const parts = iterations(run.entries).map((entries, at) => ({
    iteration: at + 1,
    end: entries.find((entry) => entry.type === 'run-ended'),
  }))
  const passed = parts.filter(({ end }) => end?.verdict === 'passed')
  const kept = new Set(passed.map(({ iteration }) => iteration))
  return {
    folder: run.folder as string,
    measurements: run.measurements.filter(({ iteration }) => kept.has(iteration)),
    passed: kept.size,
    leftOut: parts.flatMap(({ iteration, end }) =>
      kept.has(iteration)
        ? []
        : [`iteration ${iteration}: ${end?.verdict ?? 'no end'}: ${firstLine(end?.reasons[0])}`],
    ),
  }
}

const firstLine = (text = ''): string => text.split('\n')[0] ?? ''

/** Refuses a lab of that name that is there already: it is somebody's own. */
const ownLab = async (context: Context, name: string): Promise<AsyncDisposable> => {
  const { engine } = dockerOf(context)
  const { containers, networks } = await inventory(engine, name)
  if (containers.length + networks.length > 0)
    throw new InputError(`lab ${name} is there already`, { hint: `chaoslemur down ${name}` })
  return {
    [Symbol.asyncDispose]: async () => void (await takeDown(engine, name, { images: true })),
  }
}

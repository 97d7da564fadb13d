/** One plan on one backend, in the same way as `chaoslemur run` plays it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { takeDown } from '../../src/backends/docker/down.ts'
import type { Engine } from '../../src/backends/docker/engine.ts'
import { inventory } from '../../src/backends/docker/inventory.ts'
import { chooseVenue } from '../../src/cli/choose-venue.ts'
import { type Context, dockerOf } from '../../src/cli/context.ts'
import { experiment } from '../../src/cli/experiment.ts'
import { faults } from '../../src/faults/index.ts'
import { explain, InputError } from '../../src/lib/errors.ts'
import type { RunEvent } from '../../src/model/event.ts'
import { parseJournal } from '../../src/run/journal.ts'
import { expand } from '../../src/run/timeline.ts'
import type { ReadPlan } from './plans.ts'

export type Backend = 'sim' | 'docker'

/** A journal that came to its end, or why there is none. */
export type Played = { readonly journal: readonly RunEvent[] } | { readonly why: string }

export interface PlayOptions {
  readonly backend: Backend
  /** Folder of run folders. */
  readonly runs: string
  readonly signal: AbortSignal
  /** The lab stays for the next plan, as it does for a user. */
  readonly stays: boolean
}

/** Longer than any of the plans takes on real routers. */
const LIMIT_MS = 10 * 60_000

/** Takes its lab down unless it is to stay and all is well with it. Never rejects. */
export const play = async (
  { file, plan, text }: ReadPlan,
  { backend, runs, signal, stays }: PlayOptions,
): Promise<Played> => {
  const context: Context = {
    options: { backend, logLevel: 'error' },
    signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
    print: () => undefined,
    note: () => undefined,
  }
  try {
    const venue = await chooseVenue(context)
    const timeline = expand(plan, faults)
    // A lab that is up is left alone by what cannot be played on it.
    await venue.refuse({ plan, timeline })
    await using lab = await labOf(context, plan.topology.name)
    const parts = { plan, file, text, timeline, runs: join(runs, backend) }
    const { run } = await experiment(context, venue, parts)
    lab.stays = stays && ['passed', 'failed'].includes(run.result.verdict)
    return { journal: run.entries }
  } catch (error) {
    const why = firstProblem(error)
    if (error instanceof InputError) writeFileSync(refusalFile(runs, backend, plan.name), why)
    return { why }
  }
}

/** What a backend cannot do is kept beside the runs. */
const refusalFile = (runs: string, backend: Backend, plan: string): string => {
  const folder = join(runs, backend)
  mkdirSync(folder, { recursive: true })
  return join(folder, `${plan}.refused.txt`)
}

/** Labs of ours that are up. */
const kept = new Map<string, Engine>()

/** Takes down what stayed for a next plan that never came. */
export const leave = async (): Promise<void> => {
  for (const [name, engine] of kept) await down(engine, name)
}

interface Lab extends AsyncDisposable {
  /** When it is no longer used here. */
  stays: boolean
}

/** Refuses a lab of that name that is there already, and is not ours. */
const labOf = async (context: Context, name: string): Promise<Lab> => {
  if (context.options.backend === 'sim') return NO_LAB
  const { engine } = dockerOf(context)
  const { containers, networks } = await inventory(engine, name)
  if (containers.length + networks.length > 0 && !kept.has(name))
    throw new InputError(`lab ${name} is there already`, { hint: `chaoslemur down ${name}` })
  const lab: Lab = {
    stays: false,
    async [Symbol.asyncDispose]() {
      if (lab.stays && !context.signal.aborted) kept.set(name, engine)
      else await down(engine, name)
    },
  }
  return lab
}

const down = async (engine: Engine, name: string): Promise<void> => {
  await takeDown(engine, name, { images: true })
  kept.delete(name)
}

const NO_LAB: Lab = { stays: false, [Symbol.asyncDispose]: async () => undefined }

/** The newest journal of the plan that came to its end. */
export const replay = (
  name: string,
  { runs, backend }: Pick<PlayOptions, 'runs' | 'backend'>,
): Played => {
  const folder = join(runs, backend)
  for (const entry of foldersIn(folder)
    .filter((path) => isRunOf(path, name))
    .toReversed()) {
    const journal = parseJournal(readFileSync(join(folder, entry, 'events.jsonl'), 'utf8'))
    if (journal.some((event) => event.type === 'run-ended' && event.verdict !== 'aborted'))
      return { journal }
  }
  const refusal = refusalFile(runs, backend, name)
  return { why: existsSync(refusal) ? readFileSync(refusal, 'utf8') : `no run of it in ${folder}` }
}

const foldersIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).toSorted()
  } catch {
    return []
  }
}

const isRunOf = (folder: string, plan: string): boolean =>
  folder.replace(/-\d{8}-\d{6}(-\d+)?$/, '') === plan

/** Without its place: the row of the table says which plan it is. */
const firstProblem = (error: unknown): string =>
  (explain(error).split('\n')[0] ?? '').replace(/^.*?\.yaml:\d+:\d+:?\s*/, '')
